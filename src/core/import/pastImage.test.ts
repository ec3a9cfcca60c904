import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalProject, nameOfPath, pastImage, projectOfSet } from './pastImage.ts'

test.each([
  ['/Users/x/mojo1/a.png', 'mojo1'],
  ['C:\\Users\\x\\Pictures\\mojo1\\a.png', 'mojo1'],
  ['D:\\mojo1/__selected\\a.png', 'mojo1'],
  ['\\\\server\\share\\mojo1\\a.png', 'mojo1'],
  ['PROJECT_ROOT/mojo1/a.png', 'mojo1'],
  ['PROJECT_ROOT/training data/mojo1_final/_pairs/a.png', 'mojo1'],
  ['training data/mojo1_final/_alone/a.png', 'mojo1'],
  ['/Volumes/Old Disk/images/mojo1/crop_auto/a.png', 'mojo1'],
  ['/Users/x/mojo1/__delete_staging/a.png', 'mojo1'],
  ['/Users/x/mojo1/stage2_upscaled/a.png', 'mojo1'],
  ['/Users/x/mojo1/batch_12/20250708_060558/a.png', 'mojo1'],
  ['/Users/x/mojo2/../mojo1/./a.png', 'mojo1'],
  ['/Users/x/mojo1/raw/../a.png', 'mojo1'],
  ['../../mojo1/a.png', 'mojo1'],
  ['/home/x/Caf\u0065\u0301/a.png', 'Caf\u00e9'],
  ['a.png', null],
  ['./a.png', null],
  ['PROJECT_ROOT/a.png', null],
  ['training data/_x/a.png', null],
  ['/Users/x/a.png', null],
])('%s is of the project %s', (path, project) => {
  expect(pastImage(path, null)).toEqual({
    project,
    fileName: 'a.png',
    widthPx: null,
    heightPx: null,
  })
})

test.each([
  '',
  ' ',
  '/',
  '..',
  'mojo1/..',
  '/Users/x/mojo1/',
  'a.png/',
  'group_8',
  '/x/notes.txt',
  'a.pn',
  '.png',
])('%j names no picture', (path) => {
  expect(nameOfPath(path)).toBeNull()
})

test('blanks around a path are no part of it, blanks and dots within are', () => {
  expect(pastImage('  /x/mojo1/my picture v1.5.PNG ', null)).toMatchObject({
    project: 'mojo1',
    fileName: 'my picture v1.5.PNG',
  })
})

test('a hint wins over the folders', () => {
  expect(pastImage('/x/raw/a.png', 'mojo1_final')?.project).toBe('mojo1')
  expect(pastImage('a.png', ' mojo1 ')?.project).toBe('mojo1')
  expect(pastImage('/x/raw/a.png', '')?.project).toBe('raw')
  expect(canonicalProject(' mojo1_FINAL')).toBe('mojo1')
})

test.each([
  [['/x/mojo1/a.png', '/x/mojo1/b.png'], null, { project: 'mojo1' }],
  [['/x/mojo1/a.png', 'b.png'], null, { project: 'mojo1' }],
  [['a.png', 'b.png'], null, { project: null }],
  // One folder lies above all of them.
  [['/x/mojo1/a.png', '/x/mojo1/raw/b.png'], null, { project: 'mojo1' }],
  [['/x/mojo1/raw/a.png', '/x/mojo1/b.png'], null, { project: 'mojo1' }],
  [['/x/mojo1/a.png', '/x/mojo2/b.png'], null, { projects: ['mojo1', 'mojo2'] }],
  // The hint names it.
  [['/x/mojo1/raw/a.png', '/x/mojo1/final/b.png'], 'mojo1', { project: 'mojo1' }],
  [['/x/raw/a.png', '/y/raw/b.png'], 'mojo1', { project: 'mojo1' }],
  [['/x/mojo1/a.png', '/x/mojo2/b.png'], 'mojo1', { projects: ['mojo1', 'mojo2'] }],
  [['/x/mojo2/a.png', '/x/mojo3/b.png'], 'mojo1', { projects: ['mojo2', 'mojo3'] }],
])('%j with the hint %s', (paths, hint, expected) => {
  const named = paths.flatMap((path) => nameOfPath(path) ?? [])
  expect(named).toHaveLength(paths.length)
  expect(projectOfSet(named, hint)).toEqual(expected)
})

test('a file name never holds a folder, whatever the path', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', '..', '.', '/', '\\', ' ', 'b.png', 'C:', '_final')),
      (parts) => {
        const named = nameOfPath(parts.join(''))
        for (const part of named === null ? [] : [named.fileName, ...named.folders]) {
          expect(part).not.toMatch(/[/\\]|^\.*$/)
        }
      },
    ),
  )
})
