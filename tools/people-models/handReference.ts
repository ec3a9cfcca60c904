// Measures real hands and writes src/core/people/handReference.ts, or only prints how well it would do:
//   node tools/people-models/handReference.ts hands.jsonl [--write]
// hands.jsonl comes from handPoints.py over the 280 photographs named in ORIGIN.
import { readFileSync, writeFileSync } from 'node:fs'
import { deviations, type HandReference } from '../../src/core/people/handDeviations.ts'
import { distinctHands, type HandCandidate } from '../../src/core/people/distinctHands.ts'
import { handMeasures, partLengths } from '../../src/core/people/handMeasures.ts'
import { inHeights } from '../../src/core/people/plane.ts'
import type { Point } from '../../src/shared/people.ts'
import { CORRUPTIONS } from './corruptHand.ts'

const ORIGIN = '256 photographs of COCO and the 24 Kodak test pictures, MediaPipe 0.10.14'
const TARGET = new URL('../../src/core/people/handReference.ts', import.meta.url)
const FOLDS = 10
/** Share of the reference hands that the threshold lets pass. */
const PASSING = 0.96
/**
 * The 98th percentile of a normal distribution, in standard deviations. A measure's spread is what puts its own
 * 98th percentile there: only the odd end counts, measures such as a zigzag are 0 in most hands (their median
 * absolute deviation, too), and foreshortening makes long tails.
 */
const TAIL = { share: 0.98, deviations: 2.054 }
const LEAST_SPREAD = 0.001

/** Finds that are no hands (faces, feet, a tie, blur): picture and the mean of the points; told by eye. */
const NO_HANDS: readonly (readonly [picture: string, x: number, y: number])[] = [
  ['coco_000000000308.jpg', 0.071, 0.347],
  ['coco_000000000315.jpg', 0.56, 0.589],
  ['coco_000000000370.jpg', 0.476, 0.298],
  ['coco_000000000395.jpg', 0.972, 0.555],
  ['coco_000000000536.jpg', 0.561, 0.545],
  ['coco_000000000536.jpg', 0.563, 0.55],
  ['coco_000000000623.jpg', 0.734, 0.674],
  ['coco_000000000872.jpg', 0.667, 0.281],
  ['coco_000000001000.jpg', 0.35, 0.552],
  ['coco_000000002261.jpg', 0.494, 0.385],
  ['coco_000000004134.jpg', 0.049, 0.31],
  ['coco_000000004134.jpg', 0.642, 0.247],
  ['coco_000000006954.jpg', 0.336, 0.674],
  ['coco_000000008532.jpg', 0.303, 0.561],
]

interface RealHand extends HandCandidate {
  readonly picture: string
}

const [file, option] = process.argv.slice(2)
if (file === undefined) throw new Error('name the file that handPoints.py wrote')
const hands = readHands(file)
const pictures = [...new Set(hands.map(({ picture }) => picture))]
const reference = makeReference(hands)
console.log(
  `${hands.length} hands in ${pictures.length} pictures, threshold ${reference.threshold}`,
)
reportHeldOut()
if (option === '--write') writeFileSync(TARGET, sourceOf(reference))

/** The distinct hands of every picture, without the finds that are none. */
function readHands(path: string): RealHand[] {
  const byPicture = new Map<string, RealHand[]>()
  for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- handPoints.py wrote it
    const raw = JSON.parse(line) as Omit<RealHand, 'points'> & { points: [number, number][] }
    const found = { ...raw, points: raw.points.map(([x, y]) => ({ x, y })) }
    byPicture.set(raw.picture, [...(byPicture.get(raw.picture) ?? []), found])
  }
  return [...byPicture].flatMap(([picture, found]) =>
    distinctHands(found)
      .map((hand) => ({ ...hand, picture }))
      .filter((hand) => !isNoHand(hand)),
  )
}

function isNoHand({ picture, points }: RealHand): boolean {
  const x = mean(points.map((point) => point.x))
  const y = mean(points.map((point) => point.y))
  return NO_HANDS.some(
    ([name, left, top]) =>
      name === picture && Math.abs(x - left) < 0.003 && Math.abs(y - top) < 0.003,
  )
}

function makeReference(of: readonly RealHand[]): HandReference {
  const shares = of.map(({ points, aspect }) => {
    const lengths = partLengths(inHeights(points, aspect))
    const total = lengths.reduce((sum, length) => sum + length, 0)
    return lengths.map((length) => length / total)
  })
  const typical = (shares[0] ?? []).map((_, part) =>
    rounded(
      quantile(
        shares.map((share) => share[part] ?? 0),
        0.5,
      ),
    ),
  )
  const values = new Map<string, number[]>()
  for (const { points, confidence, aspect } of of) {
    for (const { name, value } of handMeasures(points, confidence, aspect, typical)) {
      values.set(name, [...(values.get(name) ?? []), value])
    }
  }
  const measures = Object.fromEntries(
    [...values].map(([name, all]) => {
      const middle = quantile(all, 0.5)
      const spread = Math.max(LEAST_SPREAD, (quantile(all, TAIL.share) - middle) / TAIL.deviations)
      return [name, { middle: rounded(middle), spread: rounded(spread) }]
    }),
  )
  const draft = {
    hands: of.length,
    pictures: new Set(of.map((h) => h.picture)).size,
    typical,
    measures,
  }
  const worst = of.map((hand) => worstOf(hand, hand.points, draft))
  return { ...draft, threshold: rounded(quantile(worst, PASSING)) }
}

/** The share flagged by references that never saw the picture, unharmed and corrupted. */
function reportHeldOut(): void {
  const counts = new Map<string, { flagged: number; of: number }>()
  const words = new Map<string, number>()
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = (hand: RealHand): boolean => pictures.indexOf(hand.picture) % FOLDS === fold
    const seen = makeReference(hands.filter((hand) => !held(hand)))
    for (const hand of hands.filter(held)) {
      const variants: [string, readonly Point[]][] = [['unharmed', hand.points]]
      for (const { name, corrupt } of CORRUPTIONS) {
        for (const finger of [1, 2, 3, 4])
          variants.push([name, corrupt(hand.points, hand.aspect, finger)])
      }
      for (const [name, points] of variants) {
        const count = counts.get(name) ?? { flagged: 0, of: 0 }
        const flagged = deviations(points, hand.confidence, hand.aspect, seen).filter(
          ({ deviation }) => deviation > seen.threshold,
        )
        if (flagged.length > 0) count.flagged += 1
        count.of += 1
        counts.set(name, count)
        if (name === 'unharmed') {
          for (const outlier of flagged)
            words.set(outlier.words, (words.get(outlier.words) ?? 0) + 1)
        }
      }
    }
  }
  for (const [name, { flagged, of }] of counts) {
    console.log(`${name}: ${flagged} of ${of} flagged, ${((100 * flagged) / of).toFixed(1)} %`)
  }
  console.log('said of unharmed hands:', Object.fromEntries(words))
}

function worstOf(
  { confidence, aspect }: RealHand,
  points: readonly Point[],
  of: Omit<HandReference, 'threshold'>,
): number {
  return deviations(points, confidence, aspect, of)[0]?.deviation ?? 0
}

function sourceOf(made: HandReference): string {
  return `/** Made by tools/people-models/handReference.ts; origin: ${ORIGIN}. */
import type { HandReference } from './handDeviations.ts'

export const HAND_REFERENCE: HandReference = ${JSON.stringify(made, null, 2)}
`
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? 0
  return below + (above - below) * (place - Math.floor(place))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
