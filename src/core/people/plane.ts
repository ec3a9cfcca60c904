/** Points and boxes in a plane whose two axes have the same unit: what the geometry of people is measured in. */
import type { Box, Point } from '../../shared/people.ts'

/**
 * Fractions of the picture as heights of the picture, so that lengths and angles mean something.
 * @param aspect width of the picture divided by its height.
 */
export function inHeights(points: readonly Point[], aspect: number): Point[] {
  return points.map(({ x, y }) => ({ x: x * aspect, y }))
}

export function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y)
}

/** The angle in radians, -pi to pi, by which the way a-b-c turns at b; 0 where two of them coincide. */
export function turn(a: Point, b: Point, c: Point): number {
  const [first, second] = [
    { x: b.x - a.x, y: b.y - a.y },
    { x: c.x - b.x, y: c.y - b.y },
  ]
  const across = first.x * second.y - first.y * second.x
  return Math.atan2(across, first.x * second.x + first.y * second.y)
}

/** Around at least one point. */
export function boxAround(points: readonly Point[]): Box {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  }
}

/** What two boxes share, as a part of what they cover together: 0 to 1. */
export function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left)
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
  if (width <= 0 || height <= 0) return 0
  return (width * height) / (area(one) + area(other) - width * height)
}

/** Of a box whose right and lower edges lie beyond the left and upper ones. */
export function area({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top)
}
