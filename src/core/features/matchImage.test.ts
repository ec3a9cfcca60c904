import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createImageMatcher, isBareName } from './matchImage.ts'

const images = [
  'alba/a.png',
  'alba/b.png',
  'bea/a.png',
  'bea/deep/a.png',
  'bea/deep/c.png',
  'd.png',
  'caf\u00e9/e.png',
].map((relativePath) => ({ relativePath }))
const match = createImageMatcher('/home/x/mojo1', images)
const found = (name: string): unknown => {
  const result = match(name)
  return result.kind === 'found' ? result.image.relativePath : result
}

test.each([
  ['b.png', 'alba/b.png'],
  ['alba/a.png', 'alba/a.png'],
  ['./alba/a.png', 'alba/a.png'],
  ['/Users/y/pictures/alba/a.png', 'alba/a.png'],
  ['/home/x/mojo1/bea/a.png', 'bea/a.png'],
  ['C:\\data\\bea\\deep\\a.png', 'bea/deep/a.png'],
  // Moved to another folder of its project.
  ['/elsewhere/bea/__selected/c.png', 'bea/deep/c.png'],
  // Below the root itself: the root's name is the project.
  ['/Users/y/mojo1/d.png', 'd.png'],
  ['d.png', 'd.png'],
  ['cafe\u0301/e.png', 'caf\u00e9/e.png'],
])('%s is %s', (name, relativePath) => {
  expect(found(name)).toBe(relativePath)
})

test.each(['x.png', 'other/b.png', '/Users/y/clara/a.png', '', '/', 'alba/', 'alba/c.png'])(
  '%s is not there',
  (name) => {
    expect(match(name)).toEqual({ kind: 'absent' })
  },
)

test('a bare name in two projects is ambiguous, and so are two files that fit equally', () => {
  expect(match('a.png')).toEqual({
    kind: 'ambiguous',
    paths: ['alba/a.png', 'bea/a.png', 'bea/deep/a.png'],
  })
  expect(match('bea/elsewhere/a.png')).toEqual({
    kind: 'ambiguous',
    paths: ['bea/a.png', 'bea/deep/a.png'],
  })
})

test('bare names', () => {
  expect(['a.png', './a.png', 'b/a.png', 'b\\a.png'].map(isBareName)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

const part = fc.constantFrom('a', 'b', 'c', 'd.png')
const relativePath = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('x.png', 'y.png'))
  .map(([folders, name]) => [...folders, name].join('/'))

test('every image is found by its own path, whole or relative', () => {
  fc.assert(
    fc.property(fc.uniqueArray(relativePath, { minLength: 1 }), (paths) => {
      const matcher = createImageMatcher(
        '/r/root',
        paths.map((path) => ({ relativePath: path })),
      )
      for (const path of paths) {
        for (const name of [path, `/r/root/${path}`]) {
          const result = matcher(name)
          // `b/x.png` may also be the end of `a/b/x.png`; then the answer says so and never picks another.
          const isIt =
            result.kind === 'found'
              ? result.image.relativePath === path
              : result.kind === 'ambiguous' && result.paths.includes(path)
          expect(isIt).toBe(true)
          if (name.startsWith('/')) expect(result.kind).toBe('found')
        }
      }
    }),
  )
})
