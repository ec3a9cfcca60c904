import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FOLD_COUNT, makeFolds, splitByFold } from './folds.ts'

describe('groups', () => {
  test('never straddle a fold, every set has one, and folds are about equal', () => {
    const group = fc.record({
      project: fc.constantFrom('a', 'b', 'c'),
      session: fc.integer({ min: 0, max: 9 }).map(String),
    })
    fc.assert(
      fc.property(fc.array(group, { minLength: 5, maxLength: 200 }), (sets) => {
        const project = sets.map((set) => set.project)
        const session = sets.map((set) => set.session)
        const folds = makeFolds(project, session)
        expect(folds.foldOf).toHaveLength(sets.length)
        const sizes = new Map<string, number>()
        for (const set of sets) {
          const key = `${set.project}/${set.session}`
          sizes.set(key, (sizes.get(key) ?? 0) + 1)
        }
        const largest = Math.max(...sizes.values())
        const canBeWhole = sizes.size >= FOLD_COUNT && largest * 2 <= sets.length
        expect(folds.kind).toBe(canBeWhole ? 'groups' : 'blocks')
        if (!canBeWhole) return
        const foldOfGroup = new Map<string, number>()
        for (const [set, { project, session }] of sets.entries()) {
          const key = `${project}/${session}`
          const fold = folds.foldOf[set]!
          expect(foldOfGroup.get(key) ?? fold).toBe(fold)
          foldOfGroup.set(key, fold)
        }
        const counts = Array.from({ length: folds.count }, (_, fold) => countOf(folds.foldOf, fold))
        expect(Math.min(...counts)).toBeGreaterThan(0)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(largest)
      }),
    )
  })

  test('a session of the same name in two projects is two groups', () => {
    const project = ['a', 'b', 'c', 'd', 'e']
    const folds = makeFolds(
      project,
      project.map(() => 'same'),
    )
    expect(folds.kind).toBe('groups')
    expect(new Set(folds.foldOf).size).toBe(5)
  })
})

describe('blocks', () => {
  test('one session is cut into five runs of neighbours in time', () => {
    const names = Array<string>(12).fill('one')
    const { foldOf, kind, count } = makeFolds(names, names)
    expect([kind, count]).toEqual(['blocks', 5])
    expect([...foldOf]).toEqual([0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4])
  })

  test('two sessions that take turns are put one after the other before the cut', () => {
    const session = ['x', 'y', 'x', 'y', 'x', 'y', 'x', 'y', 'x', 'y']
    const { foldOf } = makeFolds(
      session.map(() => 'p'),
      session,
    )
    expect([...foldOf]).toEqual([0, 2, 0, 3, 1, 3, 1, 4, 2, 4])
  })

  test('one session with most of the sets is cut although there are five', () => {
    const session = [...Array<string>(20).fill('long'), 'a', 'b', 'c', 'd']
    expect(
      makeFolds(
        session.map(() => 'p'),
        session,
      ).kind,
    ).toBe('blocks')
  })

  test.each([0, 1, 2, 3])('%i sets give as many folds', (n) => {
    const names = Array<string>(n).fill('one')
    const { foldOf, count } = makeFolds(names, names)
    expect(count).toBe(n)
    expect([...foldOf]).toEqual(Array.from({ length: n }, (_, set) => set))
  })
})

test('a fold splits the sets in two', () => {
  const folds = { foldOf: Int32Array.of(0, 1, 0, 2), count: 3, kind: 'blocks' } as const
  expect(splitByFold(folds, 0)).toEqual({
    training: Int32Array.of(1, 3),
    heldOut: Int32Array.of(0, 2),
  })
})

function countOf(values: Int32Array, wanted: number): number {
  return values.filter((value) => value === wanted).length
}
