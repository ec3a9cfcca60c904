/**
 * Measures of a hand from its 21 points in the plane, chosen so that the view changes them little: a
 * projection makes things shorter and never longer, and keeps the side to which a chain of hinges curls. Every
 * measure grows with what is odd. None depends on where the hand lies, how large it is, how it is turned, or
 * whether it is a left one.
 */
import type { Point } from '../../shared/people.ts'
import { distance, inHeights, turn } from './plane.ts'

export const FINGERS = [
  'thumb',
  'index finger',
  'middle finger',
  'ring finger',
  'little finger',
] as const
/** What has a length in every hand: the fingers, the palm from wrist to middle finger, the palm across. */
export const PARTS = [...FINGERS, 'palm', 'knuckles'] as const

export interface HandMeasure {
  /** Names the reference that it is held against. */
  readonly name: string
  /** For people, when it stands out. */
  readonly words: string
  readonly value: number
}

/** Ratios of lengths stay within this factor, so that a part without any length has a measure too. */
const GREATEST_RATIO = 100
/** Sizes of hand, in heights of the picture, between which something can be told: far from what pictures have. */
const HAND_SIZES = { least: 1e-6, most: 1e6 }

/** Lengths of PARTS in heights of the picture; fingers are measured along their bones. */
export function partLengths(hand: readonly Point[]): number[] {
  return [
    ...FINGERS.map((_, finger) => chainLength(chainOf(hand, finger))),
    distance(at(hand, 0), at(hand, 9)),
    distance(at(hand, 5), at(hand, 17)),
  ]
}

/**
 * All measures of one hand; none when the points are not 21 finite ones or have no extent.
 * @param points in fractions of the picture.
 * @param confidence of the detector, 0-1.
 * @param aspect width of the picture divided by its height.
 * @param typical lengths of PARTS in a usual hand, in any unit.
 */
export function handMeasures(
  points: readonly Point[],
  confidence: number,
  aspect: number,
  typical: readonly number[],
): HandMeasure[] {
  const hand = inHeights(points, aspect)
  const lengths = partLengths(hand)
  // How large the hand would be if this part of it were seen at its full length.
  const sizes = lengths.map((length, part) => length / (typical[part] ?? 1))
  const size = Math.max(...sizes)
  if (hand.length !== 21 || !(size >= HAND_SIZES.least && size <= HAND_SIZES.most)) return []
  const view: View = { hand, sizes, size, lengths, typical }
  return [
    ...FINGERS.flatMap((words, finger) => lengthMeasures(view, words, finger)),
    ...bendMeasures(view),
    ...overlapMeasures(view),
    ...(Number.isFinite(confidence)
      ? [
          {
            name: 'unsure',
            words: 'hand is hard to make out',
            value: 1 - Math.min(1, Math.max(0, confidence)),
          },
        ]
      : []),
  ]
}

interface View {
  readonly hand: readonly Point[]
  readonly lengths: readonly number[]
  readonly sizes: readonly number[]
  readonly size: number
  readonly typical: readonly number[]
}

/**
 * Long: larger than every other part says the hand is, as a pointing finger beside curled ones is not (the
 * palm) and fingers before a tilted palm are not (their neighbours). Short: smaller than every other finger.
 */
function lengthMeasures({ sizes }: View, words: string, finger: number): HandMeasure[] {
  const own = sizes[finger] ?? 0
  const others = sizes.filter((_, part) => part !== finger)
  const otherFingers = sizes.filter((_, part) => part !== finger && part < FINGERS.length)
  return [
    {
      name: finger === 0 ? 'long thumb' : 'long finger',
      words: `${words} is long`,
      value: logRatio(own, Math.max(...others)),
    },
    {
      name: finger === 0 ? 'short thumb' : 'short finger',
      words: `${words} is short`,
      value: logRatio(Math.min(...otherFingers), own),
    },
  ]
}

/** Bends that hinges do not make. The thumb has joints of another kind and stays out. */
function bendMeasures({ hand, lengths, typical, size }: View): HandMeasure[] {
  const bends = FINGERS.map((_, finger) =>
    bendsOf(hand, finger, (size * (typical[finger] ?? 1)) / 3),
  )
  return FINGERS.flatMap((words, finger) => {
    if (finger === 0 || (lengths[finger] ?? 0) === 0) return []
    const [middle, last] = bends[finger] ?? [0, 0]
    const others = bends.filter((_, other) => other !== 0 && other !== finger)
    const curl = median(others.map((joints) => joints[0] + joints[1]))
    return [
      {
        // The two joints of a finger curl to the same side.
        name: 'zigzag',
        words: `${words} is bent the wrong way`,
        value: opposition(middle, last),
      },
      {
        // And fingers beside each other curl to the same side.
        name: 'against',
        words: `${words} is bent the wrong way`,
        value: opposition(middle + last, curl),
      },
    ]
  })
}

/** Both turns of a finger from its line, signed, in radians; see bendAt. */
function bendsOf(hand: readonly Point[], finger: number, bone: number): readonly [number, number] {
  const [root, middle, last, tip] = chainOf(hand, finger)
  return [bendAt(root, middle, last, bone), bendAt(middle, last, tip, bone)]
}

/**
 * From the line: a finger that is folded back on itself (near pi) shows its side as little as a straight one.
 * Counts less where a bone beside the joint is seen short: its direction is noise.
 */
function bendAt(from: Point, joint: Point, to: Point, bone: number): number {
  const shorter = Math.min(distance(from, joint), distance(joint, to))
  const angle = turn(from, joint, to)
  const fromLine = Math.min(Math.abs(angle), Math.PI - Math.abs(angle))
  return Math.sign(angle) * fromLine * Math.min(1, shorter / bone)
}

/** Tips and last joints of two fingers nearer to each other than their roots are, in sizes of the hand. */
function overlapMeasures({ hand, size }: View): HandMeasure[] {
  return FINGER_PAIRS.map(([one, other]) => {
    const [root, , last, tip] = chainOf(hand, one)
    const [otherRoot, , otherLast, otherTip] = chainOf(hand, other)
    const ends = Math.max(distance(last, otherLast), distance(tip, otherTip))
    const words = `${FINGERS[one].replace(' finger', '')} and ${FINGERS[other]} lie on each other`
    return {
      name: other - one === 1 ? 'overlap of neighbours' : 'overlap of others',
      words,
      value: (distance(root, otherRoot) - ends) / size,
    }
  })
}

/** Without the thumb, which touches every finger. */
const FINGER_PAIRS = [
  [1, 2],
  [2, 3],
  [3, 4],
  [1, 3],
  [2, 4],
  [1, 4],
] as const

/** How far two turns go to opposite sides: the smaller of them, 0 when they agree. */
function opposition(one: number, other: number): number {
  return one * other < 0 ? Math.min(Math.abs(one), Math.abs(other)) : 0
}

function logRatio(numerator: number, denominator: number): number {
  if (numerator === 0 && denominator === 0) return 0
  const ratio = numerator / denominator
  return Math.log(Math.min(GREATEST_RATIO, Math.max(1 / GREATEST_RATIO, ratio)))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Root, two joints and tip of a finger (0 thumb to 4 little). */
function chainOf(hand: readonly Point[], finger: number): readonly [Point, Point, Point, Point] {
  const root = 1 + 4 * finger
  return [at(hand, root), at(hand, root + 1), at(hand, root + 2), at(hand, root + 3)]
}

function chainLength([root, middle, last, tip]: readonly [Point, Point, Point, Point]): number {
  return distance(root, middle) + distance(middle, last) + distance(last, tip)
}

function at(hand: readonly Point[], index: number): Point {
  return hand[index] ?? { x: Number.NaN, y: Number.NaN }
}
