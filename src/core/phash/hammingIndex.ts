/**
 * Finds hashes that differ in few of their 64 bits, without comparing all with all.
 *
 * Each half of a hash is cut into bands, so many that two hashes within the distance agree in at least two whole
 * bands (pigeonhole: d differing bits spoil at most d of d + 2 bands). For each pair of bands the hashes are put
 * into a table by what stands there, and only those in the same place are compared. Two bands rather than one:
 * perceptual hashes are far from random (the first bit is nearly always set), and for a distance of 4 two bands
 * are 20 to 22 bits, which keeps the places of the table nearly empty. Equal hashes are one entry, so a thousand
 * black pictures cost nothing and do not become half a million pairs.
 */
import { at } from '../training/numbers.ts'

/** Copies that were scaled or compressed again differ in at most so many bits. */
export const NEAR_EXACT_DISTANCE = 4

/** Beyond this the bands become too short to leave anything out. */
const GREATEST_DISTANCE = 8

export interface HashPair {
  /** Places in `distinct`, `left` before `right`. */
  readonly left: number
  readonly right: number
  /** Bits that differ, 1 and more. */
  readonly distance: number
}

export interface NearDuplicates {
  /** For each distinct hash, in order of its first appearance, the positions in the list that have it. */
  readonly distinct: readonly (readonly number[])[]
  /** All pairs of distinct hashes within the distance, each once, in no order. */
  readonly pairs: readonly HashPair[]
}

export interface HashGroup {
  /** Positions in the list, ascending; two at least. */
  readonly members: readonly number[]
  /** The greatest distance among the pairs that tie the group together; 0 when all its hashes are equal. */
  readonly distance: number
}

/**
 * @param hashes 16 hex characters each.
 * @param maxDistance in bits, 0 to 8.
 * @throws RangeError for a hash of another form or another distance.
 */
export function nearDuplicatePairs(
  hashes: readonly string[],
  maxDistance: number = NEAR_EXACT_DISTANCE,
): NearDuplicates {
  if (!Number.isInteger(maxDistance) || maxDistance < 0 || maxDistance > GREATEST_DISTANCE) {
    throw new RangeError(`${maxDistance} is no distance from 0 to ${GREATEST_DISTANCE}`)
  }
  const positions = positionsByHash(hashes)
  const table = new HashTable([...positions.keys()])
  const bands = bandPairs(maxDistance)
  const pairs = bands.flatMap((_, step) => table.pairsThatAgree(bands, step, maxDistance))
  return { distinct: [...positions.values()], pairs }
}

/** Hashes tied together by equality or by pairs, however long the chain, largest group first. */
export function groupNearDuplicates({ distinct, pairs }: NearDuplicates): HashGroup[] {
  const parents = distinct.map((_, index) => index)
  const rootOf = (index: number): number => {
    let root = index
    while (at(parents, root) !== root) {
      // Halving the path keeps later walks short.
      parents[root] = at(parents, at(parents, root))
      root = at(parents, root)
    }
    return root
  }
  for (const { left, right } of pairs) parents[rootOf(left)] = rootOf(right)

  const groups = new Map<number, { members: number[]; distance: number }>()
  for (const [index, positions] of distinct.entries()) {
    const group = groups.get(rootOf(index))
    if (group === undefined) groups.set(rootOf(index), { members: [...positions], distance: 0 })
    else for (const position of positions) group.members.push(position)
  }
  for (const { left, distance } of pairs) {
    const group = groups.get(rootOf(left))
    if (group !== undefined) group.distance = Math.max(group.distance, distance)
  }
  return [...groups.values()]
    .filter(({ members }) => members.length >= 2)
    .map(({ members, distance }) => ({ members: members.toSorted((a, b) => a - b), distance }))
    .toSorted((a, b) => b.members.length - a.members.length || at(a.members, 0) - at(b.members, 0))
}

/** How many of the 64 bits of two hashes differ. @param left, right 16 hex characters each. */
export function hammingDistance(left: string, right: string): number {
  const [leftHigh, leftLow] = halvesOf(left)
  const [rightHigh, rightLow] = halvesOf(right)
  return countBits(leftHigh ^ rightHigh) + countBits(leftLow ^ rightLow)
}

/** Which bits of the upper and of the lower half two hashes must agree in. */
interface Mask {
  readonly high: number
  readonly low: number
}

function bandPairs(maxDistance: number): Mask[] {
  const perHalf = Math.ceil((maxDistance + 2) / 2)
  const half = Array.from({ length: perHalf }, (_, band) => {
    const [start, end] = [
      Math.floor((32 * band) / perHalf),
      Math.floor((32 * (band + 1)) / perHalf),
    ]
    return Number((1n << BigInt(end)) - (1n << BigInt(start))) | 0
  })
  const bands = [
    ...half.map((high) => ({ high, low: 0 })),
    ...half.map((low) => ({ high: 0, low })),
  ]
  return bands.flatMap((one, index) =>
    bands
      .slice(index + 1)
      .map((other) => ({ high: one.high | other.high, low: one.low | other.low })),
  )
}

/** Distinct hashes as two halves of 32 bits, and room to sort them into places again and again. */
class HashTable {
  readonly #high: Int32Array
  readonly #low: Int32Array
  /** The latest entry at each place, -1 for none, and for each entry the one that was there before it. */
  readonly #latest: Int32Array
  readonly #earlier: Int32Array

  constructor(hashes: readonly string[]) {
    const halves = hashes.map(halvesOf)
    this.#high = Int32Array.from(halves, ([high]) => high)
    this.#low = Int32Array.from(halves, ([, low]) => low)
    this.#latest = new Int32Array(2 ** Math.ceil(Math.log2(2 * hashes.length + 2)))
    this.#earlier = new Int32Array(hashes.length)
  }

  /** The pairs that agree in the bands of `step` and in those of no step before: each pair is found once. */
  pairsThatAgree(steps: readonly Mask[], step: number, maxDistance: number): HashPair[] {
    const mask = steps[step] ?? { high: 0, low: 0 }
    const before = steps.slice(0, step)
    const pairs: HashPair[] = []
    this.#latest.fill(-1)
    for (let right = 0; right < this.#high.length; right += 1) {
      const high = this.#high[right] ?? 0
      const low = this.#low[right] ?? 0
      const place = placeOf(high & mask.high, low & mask.low, this.#latest.length)
      let left = this.#latest[place] ?? -1
      this.#latest[place] = right
      this.#earlier[right] = left
      while (left >= 0) {
        const highDiffers = high ^ (this.#high[left] ?? 0)
        const lowDiffers = low ^ (this.#low[left] ?? 0)
        const distance = countBits(highDiffers) + countBits(lowDiffers)
        if (distance <= maxDistance) {
          const agrees = (one: Mask): boolean => agree(highDiffers, lowDiffers, one)
          if (agrees(mask) && !before.some(agrees)) pairs.push({ left, right, distance })
        }
        left = this.#earlier[left] ?? -1
      }
    }
    return pairs
  }
}

function agree(highDiffers: number, lowDiffers: number, { high, low }: Mask): boolean {
  return (highDiffers & high) === 0 && (lowDiffers & low) === 0
}

/** Spreads bits over a table whose size is a power of two (multiplication by odd constants of 32 bits). */
function placeOf(high: number, low: number, size: number): number {
  const mixed = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b)
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> (Math.clz32(size) + 1)
}

function positionsByHash(hashes: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>()
  for (const [position, hash] of hashes.entries()) {
    const same = positions.get(hash)
    if (same === undefined) positions.set(hash, [position])
    else same.push(position)
  }
  return positions
}

function halvesOf(hash: string): readonly [high: number, low: number] {
  if (!/^[0-9a-f]{16}$/.test(hash)) throw new RangeError(`${hash} is not a perceptual hash`)
  return [parseInt(hash.slice(0, 8), 16) | 0, parseInt(hash.slice(8), 16) | 0]
}

/** Bits set in 32, by adding neighbours (Hacker's Delight, 5-1). */
function countBits(word: number): number {
  const twos = word - ((word >>> 1) & 0x55555555)
  const fours = (twos & 0x33333333) + ((twos >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
