import { describe, expect, test } from 'vitest'
import { findSetFolders } from './byFolder.ts'

/** Paths of `count` images in each folder. */
function images(folders: Readonly<Record<string, number>>): string[] {
  return Object.entries(folders).flatMap(([folder, count]) =>
    Array.from({ length: count }, (_, index) => `${folder}/${index}.jpg`),
  )
}

function setFolders(folders: Readonly<Record<string, number>>): string[] {
  return [...findSetFolders(images(folders))].toSorted()
}

describe('a word for a set and a number', () => {
  test.each([
    'set_001',
    'Set 2',
    'group_8',
    'burst-12',
    'mojo1_set_3',
    'variants-4',
    'similar (2)',
    'stack1',
  ])('%s', (name) => {
    expect(setFolders({ [`p/${name}`]: 3 })).toEqual([`p/${name}`])
  })

  test.each(['sunset_12', 'set', 'set_a', 'Day 1', 'set_1_rejected', 'upset 3', 'mojo1'])(
    'not %s',
    (name) => {
      expect(setFolders({ [`p/${name}`]: 3, 'p/set_1': 3 })).toEqual(['p/set_1'])
    },
  )

  test('needs no company, and stands below the root too', () => {
    expect(setFolders({ set_1: 2, Holiday: 40, Wedding: 300 })).toEqual(['set_1'])
  })
})

describe('numbers and ids are sets in a series', () => {
  test.each([
    ['0001', '0002', '0014'],
    ['100', '101', '102'],
    [
      'b78d2e3ce9de206e5f6a7b8c9d0e1f2a',
      '0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f',
      'ffffffff0000000011111111aaaaaaaa',
    ],
    [
      '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
      '6BA7B810-9DAD-11D1-80B4-00C04FD430C8',
      '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
    ],
  ])('%s', (...names) => {
    const paths = names.map((name) => `p/${name}`).toSorted()
    expect(setFolders(Object.fromEntries(paths.map((path) => [path, 2])))).toEqual(paths)
  })

  test.each([
    ['years', ['2023', '2024', '2025']],
    ['months', ['202401', '202402', '202403']],
    ['dates', ['20240708', '20240709', '20240710']],
    ['dates with separators', ['2024-07-08', '2024-07-09', '2024-07-10']],
    ['days of a month', ['08', '09', '10']],
    ['names', ['anna', 'berta', 'carla']],
    ['words that happen to be hexadecimal', ['deadbeef', 'facadefacade', 'feedface']],
  ])('not %s', (_what, names) => {
    expect(setFolders(Object.fromEntries(names.map((name) => [`p/${name}`, 3])))).toEqual([])
  })

  test('not alone', () => {
    expect(setFolders({ 'p/0001': 3 })).toEqual([])
  })

  test('only when more than half of the folders beside them look alike', () => {
    expect(setFolders({ 'p/001': 2, 'p/002': 2, 'p/extras': 5 })).toEqual(['p/001', 'p/002'])
    expect(setFolders({ 'p/001': 2, 'p/002': 2, 'p/a': 5, 'p/b': 5 })).toEqual([])
    expect(setFolders({ 'p/001': 2, 'p/002': 2, 'p/003': 90, 'p/004': 90 })).toEqual([])
  })

  test('folders of another parent do not count', () => {
    expect(setFolders({ 'p/001': 2, 'q/002': 2 })).toEqual([])
  })
})

describe('what a set folder holds', () => {
  test.each([
    [1, []],
    [2, ['p/set_1']],
    [12, ['p/set_1']],
    [13, []],
  ])('%i images', (count, expected) => {
    expect(setFolders({ 'p/set_1': count })).toEqual(expected)
  })

  test('no folder with images below it', () => {
    expect(setFolders({ 'p/set_1': 3, 'p/set_1/raw/deep': 1, 'p/set_2': 3 })).toEqual(['p/set_2'])
  })

  test('the root itself is never a set', () => {
    expect([...findSetFolders(['a.png', 'b.png'])]).toEqual([])
  })
})
