import { expect, test } from 'vitest'
import type { ImageId, Shown } from '../../shared/domain.ts'
import { createPastDecisionRepository } from './pastDecisionRepository.ts'
import { openTestLibrary } from './testing.ts'

async function open() {
  const library = await openTestLibrary(':memory:', 3)
  const past = createPastDecisionRepository(library.database)
  const [set] = library.testSets
  const [first, second] = set!.images
  const imported = (picked: ImageId | null, atMs: number, images = set!.images) =>
    past.append(set!.setId, { picked, images, crop: null, atMs })
  return { ...library, past, setId: set!.setId, first: first!, second: second!, imported }
}

test('of imported decisions the latest by its own time counts, whenever it was brought in', async () => {
  const { decisions, setId, first, second, imported } = await open()
  imported(first, 200)
  imported(second, 100)
  expect(decisions.current(setId)?.picked).toBe(first)
  imported(second, 300)
  expect(decisions.current(setId)?.picked).toBe(second)
  expect(decisions.picks().map(({ atMs }) => atMs)).toEqual([300])
})

test('a crop of one picture does not hide the choice among several, and teaches nothing by itself', async () => {
  const { decisions, setId, first, second, imported } = await open()
  imported(second, 300, [second])
  expect(decisions.current(setId)?.picked).toBe(second)
  expect(decisions.countPicks()).toBe(0)
  expect(decisions.picks()).toEqual([])
  imported(first, 100)
  expect(decisions.current(setId)?.picked).toBe(first)
  expect(decisions.countPicks()).toBe(1)
})

test('what is decided in Setwise wins, and undo does not reach what was imported', async () => {
  const { decisions, rootId, setId, first, second, imported } = await open()
  const shown: Shown = {
    order: [first, second],
    suggested: null,
    confidence: null,
    modelId: null,
    blind: false,
    elapsedMs: null,
  }
  decisions.append(setId, { kind: 'pick', imageId: second }, shown, 'app', 50)
  imported(first, 900)
  expect(decisions.current(setId)?.picked).toBe(second)
  const latest = decisions.latestStanding(rootId)
  expect(latest?.picked).toBe(second)
  decisions.appendUndo(latest!, 'app', 60)
  expect(decisions.current(setId)?.picked).toBe(first)
  expect(decisions.latestStanding(rootId)).toBeNull()
  expect(decisions.countPicks()).toBe(1)
})

test('picks come in the order of their times', async () => {
  const { decisions, past, testSets } = await open()
  for (const [index, { setId, images }] of testSets.entries()) {
    past.append(setId, { picked: images[0]!, images, crop: 'none', atMs: 100 - index })
  }
  expect(decisions.picks().map(({ atMs }) => atMs)).toEqual([98, 99, 100])
})

test('a hidden set is in no queue, until a scan finds a set of its key', async () => {
  const { past, sets, decisions, rootId, images, testSets } = await open()
  const before = sets.ids(rootId)
  await images.saveFiles(
    rootId,
    ['alba/x.png', 'alba/y.png'].map((relativePath) => ({
      relativePath,
      stage: 1,
      sizeBytes: 1,
      modifiedMs: 1,
    })),
  )
  const members = images
    .presentImages(rootId)
    .filter(({ relativePath }) => /[xy]\.png/.test(relativePath))
    .map(({ imageId }) => imageId)
  const hidden = past.addHiddenSet(rootId, 'alba/x.png', 'alba', members)
  past.append(hidden, { picked: members[1]!, images: members, crop: null, atMs: 1 })
  expect(sets.ids(rootId)).toEqual(before)
  expect(past.memberships().get(members[0]!)).toEqual([hidden])

  await sets.replaceSets(rootId, [
    { key: 'alba/x.png', project: 'alba', groupedBy: 'stage', members },
  ])
  expect(sets.ids(rootId)).toEqual([hidden])
  expect(decisions.current(hidden)?.picked).toBe(members[1])
  expect(testSets.map(({ setId }) => setId)).not.toContain(hidden)
})
