import { expect, test } from 'vitest'
import type { ContentHash } from '../../shared/domain.ts'
import { PIXELS, type ExtractorKey } from '../../shared/features.ts'
import { openTestLibrary } from './testing.ts'

const HASH = 'ab'.repeat(32) as ContentHash
const SIZE = { widthPx: 10, heightPx: 20 }
const ENCODER: ExtractorKey = { extractor: 'encoder:e', version: 1 }
const NEWER: ExtractorKey = { extractor: 'encoder:e', version: 2 }
const BYTES = Uint8Array.of(1, 0, 255, 7)

test('values come back bit for bit, by content, extractor and version', async () => {
  const { features, images, rootId } = await openTestLibrary()
  const [first] = images.presentImages(rootId)
  expect(features.sizeOf(HASH)).toBeNull()
  features.save(HASH, SIZE, [{ key: ENCODER, bytes: BYTES }])
  images.recordContent(first!.imageId, HASH, 10, 20)
  expect(features.sizeOf(HASH)).toEqual(SIZE)
  expect(features.contentOf(first!.imageId)).toBe(HASH)
  expect(Uint8Array.from(features.valueOf(HASH, ENCODER)!)).toEqual(BYTES)
  expect(features.valueOf(HASH, NEWER)).toBeNull()
  expect(features.missing(HASH, [ENCODER, NEWER, PIXELS])).toEqual([NEWER, PIXELS])
})

test('what is there is kept, and what comes from elsewhere has no size', async () => {
  const { features } = await openTestLibrary()
  features.save(HASH, null, [{ key: ENCODER, bytes: BYTES }])
  features.save(HASH, null, [{ key: ENCODER, bytes: Uint8Array.of(9) }])
  expect(Uint8Array.from(features.valueOf(HASH, ENCODER)!)).toEqual(BYTES)
  expect(features.sizeOf(HASH)).toBeNull()
})

test('each value of a folder is told once for each of its files', async () => {
  const { features, images, rootId } = await openTestLibrary()
  const [first, second, third] = images.presentImages(rootId)
  features.save(HASH, SIZE, [{ key: ENCODER, bytes: BYTES }])
  for (const image of [first!, second!, third!]) images.recordContent(image.imageId, HASH, 10, 20)
  await images.markAbsent([third!.imageId])
  const told = [...features.eachValue(rootId, ENCODER)].map(({ relativePath }) => relativePath)
  expect(told).toEqual([first!.relativePath, second!.relativePath])
  expect(features.countValues(rootId, ENCODER)).toBe(2)
  expect(features.countValues(rootId, NEWER)).toBe(0)
})

test('images wait in order of use: from where the person is, then the sets before, then singles', async () => {
  const { features, images, sets, rootId, testSets } = await openTestLibrary(':memory:', 4)
  const single = { relativePath: 'alba/a.png', stage: 0, sizeBytes: 1, modifiedMs: 1 }
  await images.saveFiles(rootId, [single])
  const waiting = (keys = [ENCODER]) =>
    features.waiting(rootId, keys).map(({ relativePath }) => relativePath)
  const pathsOf = (set: number): string[] =>
    sets.load(testSets[set]!.setId)!.candidates.map(({ relativePath }) => relativePath)
  expect(waiting()).toEqual([...[0, 1, 2, 3].flatMap(pathsOf), 'alba/a.png'])

  images.savePosition(rootId, testSets[2]!.setId)
  expect(waiting()).toEqual([...[2, 3, 0, 1].flatMap(pathsOf), 'alba/a.png'])

  const [first] = testSets[3]!.images
  features.save(HASH, SIZE, [{ key: ENCODER, bytes: BYTES }])
  images.recordContent(first!, HASH, 10, 20)
  const [, second] = pathsOf(3)
  expect(waiting()).toEqual([...pathsOf(2), second, ...[0, 1].flatMap(pathsOf), 'alba/a.png'])
  expect(waiting([NEWER])).toHaveLength(9)
  expect(waiting([ENCODER, PIXELS])).toHaveLength(9)
  expect(waiting([])).toHaveLength(8)
})

test('a file may be known when one of as many bytes was ever read', async () => {
  const { features, images, rootId } = await openTestLibrary()
  const [first, second] = images.presentImages(rootId)
  expect(features.mayBeKnown(first!.imageId)).toBe(false)
  images.recordContent(first!.imageId, HASH, 10, 20)
  expect(features.mayBeKnown(second!.imageId)).toBe(false)
  const copy = { ...first!, relativePath: 'alba/copy.png' }
  // The first is touched, so its content is to be read again.
  await images.saveFiles(rootId, [copy, { ...first!, modifiedMs: 9999 }])
  const named = new Map(images.presentImages(rootId).map((row) => [row.relativePath, row]))
  expect(named.get(first!.relativePath)!.contentHash).toBeNull()
  expect(features.mayBeKnown(first!.imageId)).toBe(true)
  expect(features.mayBeKnown(named.get('alba/copy.png')!.imageId)).toBe(true)
})
