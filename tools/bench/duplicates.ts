/**
 * How long near-exact duplicates among 100,000 hashes take to find, against comparing all with all.
 *
 *     npm run bench:duplicates [-- --hashes 100000]
 */
import { parseArgs } from 'node:util'
import { groupNearDuplicates, nearDuplicatePairs } from '../../src/core/phash/hammingIndex.ts'
import { seededRandom, wholeBetween, type Random } from '../sample/random.ts'

const MAX_DISTANCE = 4
const { values } = parseArgs({ options: { hashes: { type: 'string', default: '100000' } } })
const count = Number(values.hashes)

for (const [name, hashes] of Object.entries(hashSets(seededRandom('duplicates'), count))) {
  const start = performance.now()
  const near = nearDuplicatePairs(hashes, MAX_DISTANCE)
  const groups = groupNearDuplicates(near)
  const indexMs = performance.now() - start
  const [bruteForceMs, pairs] = timeBruteForce([...new Set(hashes)])
  const same = pairs === near.pairs.length ? 'the same pairs' : `NOT THE SAME: ${pairs} pairs`
  process.stdout.write(
    `${name}: ${hashes.length} hashes, ${near.distinct.length} distinct, ${near.pairs.length} pairs, ` +
      `${groups.length} groups in ${indexMs.toFixed(0)} ms; ` +
      `all with all ${(bruteForceMs / 1000).toFixed(1)} s (${same})\n`,
  )
}

function hashSets(random: Random, size: number): Record<string, string[]> {
  const uniform = Array.from({ length: size }, () => randomHash(random))
  return {
    random: uniform,
    'one in five near another': uniform.map((hash, index) =>
      index % 5 === 0 ? turnBits(random, uniform[index + 1] ?? hash) : hash,
    ),
    // Of photographs the first bit is set in nearly all and neighbours of it in most.
    'skewed, a third equal': uniform.map((_, index) =>
      index % 3 === 0 ? (uniform[index % 12] ?? '') : skewedHash(random),
    ),
  }
}

function randomHash(random: Random): string {
  return Array.from({ length: 16 }, () => wholeBetween(random, 0, 15).toString(16)).join('')
}

function skewedHash(random: Random): string {
  const bits = Array.from({ length: 64 }, (_, bit) => (random() < 1 / (1 + bit / 8) ? '1' : '0'))
  return bits.join('').replaceAll(/.{4}/g, (four) => parseInt(four, 2).toString(16))
}

/** 1 to 4 bits. */
function turnBits(random: Random, hash: string): string {
  let turned = BigInt(`0x${hash}`)
  for (let left = wholeBetween(random, 1, MAX_DISTANCE); left > 0; left -= 1) {
    turned ^= 1n << BigInt(wholeBetween(random, 0, 63))
  }
  return turned.toString(16).padStart(16, '0')
}

function timeBruteForce(hashes: readonly string[]): [milliseconds: number, pairs: number] {
  const start = performance.now()
  const high = Int32Array.from(hashes, (hash) => parseInt(hash.slice(0, 8), 16) | 0)
  const low = Int32Array.from(hashes, (hash) => parseInt(hash.slice(8), 16) | 0)
  let pairs = 0
  for (let left = 0; left < high.length; left += 1) {
    const [leftHigh, leftLow] = [high[left] ?? 0, low[left] ?? 0]
    for (let right = left + 1; right < high.length; right += 1) {
      const distance =
        countBits(leftHigh ^ (high[right] ?? 0)) + countBits(leftLow ^ (low[right] ?? 0))
      if (distance <= MAX_DISTANCE) pairs += 1
    }
  }
  return [performance.now() - start, pairs]
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
