import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupNearDuplicates, hammingDistance, nearDuplicatePairs } from './hammingIndex.ts'

const anyHash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(hexOf)

/** Hashes of which many are near each other: a few centres with up to 6 bits turned over. */
const nearHashes = fc
  .array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 1, maxLength: 3 })
  .chain((centres) => {
    const bits = fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 6 })
    const near = fc
      .tuple(fc.constantFrom(...centres), bits)
      .map(([centre, turned]) =>
        hexOf(turned.reduce((hash, bit) => hash ^ (1n << BigInt(bit)), centre)),
      )
    return fc.array(fc.oneof(near, anyHash), { maxLength: 40 })
  })

describe('nearDuplicatePairs', () => {
  it('finds what comparing all with all finds', () => {
    fc.assert(
      fc.property(nearHashes, fc.integer({ min: 0, max: 8 }), (hashes, maxDistance) => {
        const { distinct, pairs } = nearDuplicatePairs(hashes, maxDistance)
        const hashAt = (place: number): string => hashes[distinct[place]?.[0] ?? -1] ?? ''
        const found = pairs.map(
          ({ left, right, distance }) => `${hashAt(left)} ${hashAt(right)} ${distance}`,
        )
        expect(found.toSorted()).toEqual(allPairs([...new Set(hashes)], maxDistance).toSorted())
      }),
      { numRuns: 300 },
    )
  })

  it('keeps every position once, under its hash', () => {
    fc.assert(
      fc.property(nearHashes, (hashes) => {
        const { distinct } = nearDuplicatePairs(hashes)
        expect(distinct.flat().toSorted((a, b) => a - b)).toEqual(hashes.map((_, index) => index))
        for (const same of distinct) {
          expect(new Set(same.map((position) => hashes[position])).size).toBe(1)
        }
      }),
    )
  })

  it('looks up to four bits far unless told otherwise', () => {
    const hashes = ['0000000000000000', '000000000000000f', '800000000000000f']
    expect(nearDuplicatePairs(hashes).pairs).toEqual([
      { left: 0, right: 1, distance: 4 },
      { left: 1, right: 2, distance: 1 },
    ])
  })

  it('refuses other distances and what is no hash', () => {
    expect(() => nearDuplicatePairs([], 9)).toThrow(RangeError)
    expect(() => nearDuplicatePairs([], 1.5)).toThrow(RangeError)
    expect(() => nearDuplicatePairs(['no hash'])).toThrow('no hash is not a perceptual hash')
  })
})

describe('groupNearDuplicates', () => {
  it('makes one group of a chain and leaves single images out', () => {
    const hashes = ['ffffffff00000000', '0000000000000000', '000000000000000f', '00000000000000ff']
    expect(groupNearDuplicates(nearDuplicatePairs(hashes))).toEqual([
      { members: [1, 2, 3], distance: 4 },
    ])
  })

  it('answers thousands of equal hashes with one group', () => {
    const hashes = Array.from({ length: 20_000 }, () => '8000000000000000')
    const near = nearDuplicatePairs([...hashes, '8000000000000001'])
    expect(near.pairs).toHaveLength(1)
    const [group, ...others] = groupNearDuplicates(near)
    expect(others).toEqual([])
    expect(group?.members).toHaveLength(20_001)
    expect(group?.distance).toBe(1)
  })

  it('says distance 0 of equal hashes', () => {
    expect(
      groupNearDuplicates(nearDuplicatePairs(['00000000000000aa', '00000000000000aa'])),
    ).toEqual([{ members: [0, 1], distance: 0 }])
  })

  it('ties together exactly what pairs connect', () => {
    fc.assert(
      fc.property(nearHashes, (hashes) => {
        const groups = groupNearDuplicates(nearDuplicatePairs(hashes))
        const groupOf = new Map(
          groups.flatMap(({ members }, group) => members.map((m) => [m, group])),
        )
        for (const [left, hash] of hashes.entries()) {
          for (const [right, other] of hashes.entries()) {
            if (left === right || hammingDistance(hash, other) > 4) continue
            expect(groupOf.get(left)).toBeDefined()
            expect(groupOf.get(left)).toBe(groupOf.get(right))
          }
        }
        // Every member has a neighbour in its own group: nothing is in it by accident.
        for (const { members } of groups) {
          for (const member of members) {
            const isNear = (other: number): boolean =>
              other !== member && hammingDistance(hashes[member] ?? '', hashes[other] ?? '') <= 4
            expect(members.some(isNear)).toBe(true)
          }
        }
      }),
    )
  })
})

function hexOf(hash: bigint): string {
  return hash.toString(16).padStart(16, '0')
}

/** The oracle: bits counted in their binary digits. */
function allPairs(hashes: readonly string[], maxDistance: number): string[] {
  return hashes.flatMap((left, index) =>
    hashes.slice(index + 1).flatMap((right) => {
      const digits = (BigInt(`0x${left}`) ^ BigInt(`0x${right}`)).toString(2)
      const distance = digits.replaceAll('0', '').length
      return distance <= maxDistance ? [`${left} ${right} ${distance}`] : []
    }),
  )
}
