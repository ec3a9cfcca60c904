import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ContentHash } from '../../shared/domain.ts'
import type { SetToSave } from './setRepository.ts'
import { openTestLibrary } from './testing.ts'

const HASH = 'ab'.repeat(32) as ContentHash

describe('files', () => {
  test('an unchanged file keeps what was learned; a changed one forgets it', async () => {
    const { images, rootId } = await openTestLibrary()
    const [first, second] = images.presentImages(rootId)
    images.recordContent(first!.imageId, HASH, 10, 20)
    images.recordContent(second!.imageId, HASH, 10, 20)
    await images.saveFiles(rootId, [first!, { ...second!, modifiedMs: 9999 }])
    const again = images.presentImages(rootId)
    expect(again[0]!.contentHash).toBe(HASH)
    expect(again[1]!.contentHash).toBeNull()
  })

  test('a file that went and came back is the same row', async () => {
    const { images, rootId } = await openTestLibrary()
    const [first] = images.presentImages(rootId)
    await images.markAbsent([first!.imageId])
    expect(images.presentImages(rootId).some((row) => row.imageId === first!.imageId)).toBe(false)
    await images.saveFiles(rootId, [first!])
    expect(images.presentImages(rootId)[0]!.imageId).toBe(first!.imageId)
  })

  test('failures of scan and of images are listed together', async () => {
    const { images, rootId } = await openTestLibrary()
    const [first] = images.presentImages(rootId)
    images.recordFailure(first!.imageId, 'is truncated')
    images.replaceScanFailures(rootId, [{ path: 'zero.png', reason: 'is empty' }])
    expect(images.failures(rootId)).toEqual([
      { path: first!.relativePath, reason: 'is truncated' },
      { path: 'zero.png', reason: 'is empty' },
    ])
  })
})

describe('sets', () => {
  test('a set keeps its row when it is grouped again, and a set that is gone is not listed', async () => {
    const { sets, rootId, testSets } = await openTestLibrary()
    const kept = testSets.slice(1).map(({ setId }) => sets.load(setId)!)
    await sets.replaceSets(
      rootId,
      kept.map(({ key, project, groupedBy, candidates }) => ({
        key,
        project,
        groupedBy,
        members: candidates.map(({ imageId }) => imageId),
      })),
    )
    expect(sets.ids(rootId)).toEqual(kept.map(({ setId }) => setId))
    expect(sets.singles(rootId)).toHaveLength(2)
    expect(sets.projectCounts(rootId)).toEqual([
      { name: 'alba', sets: 4, decided: 0, imagesInSets: 8 },
    ])
  })
})

describe('grouping again and again', () => {
  /** Any division of ten images into sets, in any order. */
  const grouping = fc
    .shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    .chain((images) =>
      fc.record({ images: fc.constant(images), perSet: fc.integer({ min: 2, max: 4 }) }),
    )

  test('leaves exactly the sets of the last time, and writes nothing when they are the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(grouping, { minLength: 1, maxLength: 5 }), async (groupings) => {
        const { database, images, sets, rootId } = await openTestLibrary()
        const writes = (): unknown => database.prepare('SELECT total_changes()').pluck().get()
        const rows = images.presentImages(rootId)
        for (const { images: order, perSet } of groupings) {
          const wanted: SetToSave[] = []
          for (let start = 0; start + 1 < order.length; start += perSet) {
            const members = order.slice(start, start + perSet).map((index) => rows[index]!.imageId)
            const key = `${members[0]}`
            wanted.push({ key, project: `p${perSet}`, groupedBy: 'stage', members })
          }
          await sets.replaceSets(rootId, wanted)
          const saved = sets.loadAll(rootId).map(({ key, project, groupedBy, candidates }) => ({
            key,
            project,
            groupedBy,
            members: candidates.map(({ imageId }) => imageId),
          }))
          expect(saved).toEqual(wanted)
          const before = writes()
          await sets.replaceSets(rootId, wanted)
          expect(writes()).toBe(before)
        }
        const singles = sets.singles(rootId)
        expect(sets.countSingles(rootId)).toBe(singles.length)
        database.close()
      }),
      { numRuns: 40 },
    )
  })
})
