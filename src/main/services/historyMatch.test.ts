import { expect, test } from 'vitest'
import type { ImageId, RootId } from '../../shared/domain.ts'
import type { PastDecision } from '../../shared/history.ts'
import type { KnownImage } from '../db/pastDecisionRepository.ts'
import { createPastImageMatcher } from './historyMatch.ts'

/** `root:relative/path` for each picture. */
function pictures(...places: readonly string[]): KnownImage[] {
  return places.map((place, index) => {
    const [rootPath = '', relativePath = ''] = place.split(':')
    /* oxlint-disable typescript/no-unsafe-type-assertion -- brands for made-up ids */
    const rootId = (places.findIndex((one) => one.startsWith(`${rootPath}:`)) + 1) as RootId
    const imageId = (index + 1) as ImageId
    /* oxlint-enable typescript/no-unsafe-type-assertion */
    return { imageId, rootId, rootPath, relativePath, widthPx: null, heightPx: null }
  })
}

/** `project/file`, or a bare file name; the first is the chosen one. */
function decision(...names: readonly string[]): PastDecision {
  const images = names.map((name) => {
    const [fileName = '', project = null] = name.split('/').toReversed()
    return { project, fileName, widthPx: null, heightPx: null }
  })
  return { images, chosen: 0, crop: null, session: null, atMs: null }
}

/** Where the pictures lie, `null` for one that is not there, or the reason. */
function found(images: readonly KnownImage[], ...names: readonly string[]) {
  const answer = createPastImageMatcher(images)(decision(...names))
  if ('reason' in answer) return answer.reason
  return answer.found.map((image) => image && `${image.rootPath}:${image.relativePath}`)
}

test('by project and file name, wherever the file lies now', () => {
  const images = pictures('/p:alba/deep/a.png', '/p:bea/a.png', '/p:alba_final/b.png')
  expect(found(images, 'alba/a.png', 'alba/b.png')).toEqual([
    '/p:alba/deep/a.png',
    '/p:alba_final/b.png',
  ])
  expect(found(images, 'bea/a.png', 'bea/b.png')).toEqual(['/p:bea/a.png', null])
  expect(found(images, 'carla/a.png')).toEqual([null])
})

test('a project that was opened by itself is known by the name of its folder', () => {
  expect(found(pictures('/x/alba:raw/a.png', '/x/alba:b.png'), 'alba/a.png', 'alba/b.png')).toEqual(
    ['/x/alba:raw/a.png', '/x/alba:b.png'],
  )
})

test('of several folders the first that has the chosen picture wins, with all its rivals', () => {
  const images = pictures('/new:alba/b.png', '/old:alba/a.png', '/old:alba/b.png')
  expect(found(images, 'alba/a.png', 'alba/b.png')).toEqual(['/old:alba/a.png', '/old:alba/b.png'])
  expect(found(images, 'alba/b.png', 'alba/a.png')).toEqual(['/new:alba/b.png', null])
})

test('of two pictures with one name the one beside the others is meant, otherwise nobody can tell', () => {
  const images = pictures('/p:alba/one/a.png', '/p:alba/two/a.png', '/p:alba/two/b.png')
  expect(found(images, 'alba/b.png', 'alba/a.png')).toEqual([
    '/p:alba/two/b.png',
    '/p:alba/two/a.png',
  ])
  expect(found(images, 'alba/a.png')).toContain('which is meant cannot be told')
})

test('without a project, the one project that has them all', () => {
  const images = pictures('/p:alba/a.png', '/p:bea/a.png', '/p:bea/b.png')
  expect(found(images, 'a.png', 'b.png')).toEqual(['/p:bea/a.png', '/p:bea/b.png'])
  expect(found(images, 'a.png')).toContain('--project')
  expect(found(images, 'c.png')).toEqual([null])
})
