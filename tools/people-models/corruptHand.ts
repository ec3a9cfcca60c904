/** Damages as image generators make them, done to the landmarks of a real hand. Fingers: 1 index to 4 little. */
import type { Point } from '../../src/shared/people.ts'

export interface Corruption {
  readonly name: string
  /** @param points 21 landmarks in fractions of a picture of this aspect (width / height). */
  readonly corrupt: (points: readonly Point[], aspect: number, finger: number) => readonly Point[]
}

const LONGER = 1.6
const STUB = 0.3
const BEND_RADIANS = Math.PI / 3

export const CORRUPTIONS: readonly Corruption[] = [
  {
    name: 'finger 1.6 times as long',
    corrupt: (points, _, finger) => scaled(points, finger, LONGER),
  },
  {
    name: 'finger 0.3 times as long',
    corrupt: (points, _, finger) => scaled(points, finger, STUB),
  },
  { name: 'fingertip on the next', corrupt: tipOnNext },
  { name: 'middle joint bent back by 60 degrees', corrupt: bentBack },
]

function scaled(points: readonly Point[], finger: number, factor: number): readonly Point[] {
  const root = 1 + 4 * finger
  const { x, y } = at(points, root)
  return points.map((point, index) =>
    index > root && index <= root + 3
      ? { x: x + (point.x - x) * factor, y: y + (point.y - y) * factor }
      : point,
  )
}

/** The two ends of a finger on those of its neighbour, the middle joint half way. */
function tipOnNext(points: readonly Point[], _aspect: number, finger: number): readonly Point[] {
  const neighbour = finger === 4 ? -4 : 4
  const root = 1 + 4 * finger
  return points.map((point, index) => {
    if (index <= root || index > root + 3) return point
    const other = at(points, index + neighbour)
    const share = index === root + 1 ? 0.5 : 1
    return { x: point.x + (other.x - point.x) * share, y: point.y + (other.y - point.y) * share }
  })
}

/** Against the side to which the finger is bent, by 60 degrees beyond straight. */
function bentBack(points: readonly Point[], aspect: number, finger: number): readonly Point[] {
  const joint = 2 + 4 * finger
  const pivot = at(points, joint)
  const way = (from: Point, to: Point): number =>
    Math.atan2(to.y - from.y, (to.x - from.x) * aspect)
  const bend = difference(way(pivot, at(points, joint + 1)), way(at(points, joint - 1), pivot))
  const angle = -Math.sign(bend) * (Math.abs(bend) + BEND_RADIANS)
  return points.map((point, index) => {
    if (index <= joint || index > joint + 2) return point
    const x = (point.x - pivot.x) * aspect
    const y = point.y - pivot.y
    return {
      x: pivot.x + (x * Math.cos(angle) - y * Math.sin(angle)) / aspect,
      y: pivot.y + x * Math.sin(angle) + y * Math.cos(angle),
    }
  })
}

function difference(one: number, other: number): number {
  const turned = one - other
  return Math.atan2(Math.sin(turned), Math.cos(turned))
}

function at(points: readonly Point[], index: number): Point {
  return points[index] ?? { x: 0, y: 0 }
}
