import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { holdsSamePackages, isUpToDate } from './packages.mjs'
import { makeTestFolder } from './test-folder.ts'

const WANTED = {
  '': { name: 'project' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/only-for-windows': { version: '1.0.0', optional: true },
}
const { '': _project, 'node_modules/only-for-windows': _other, ...INSTALLED } = WANTED

function lock(packages: object): string {
  return JSON.stringify({ lockfileVersion: 3, packages })
}

/** A project folder with a lock file and, where given, npm's record of what is installed. */
function makeProject(installed: object | null): string {
  const root = makeTestFolder()
  write(root, 'package-lock.json', lock(WANTED))
  if (installed !== null) {
    write(root, 'node_modules/.package-lock.json', lock(installed))
    write(root, 'node_modules/node/bin/node', '')
  }
  return root
}

function write(root: string, name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true })
  writeFileSync(join(root, name), text)
}

describe('isUpToDate', () => {
  test('without node_modules: no', () => {
    expect(isUpToDate(makeProject(null))).toBe(false)
  })

  test('after npm ci or npm install by hand: yes, and from then on by the stamp', () => {
    const root = makeProject(INSTALLED)
    expect(isUpToDate(root)).toBe(true)
    rmSync(join(root, 'node_modules/.package-lock.json'))
    expect(isUpToDate(root)).toBe(true)
  })

  test('a lock file that changed afterwards: no', () => {
    const root = makeProject(INSTALLED)
    expect(isUpToDate(root)).toBe(true)
    write(root, 'package-lock.json', lock({ ...WANTED, 'node_modules/b': { version: '1.0.0' } }))
    expect(isUpToDate(root)).toBe(false)
  })

  test('an installation that was cut off (npm writes its record last): no', () => {
    const root = makeProject(INSTALLED)
    rmSync(join(root, 'node_modules/.package-lock.json'))
    expect(isUpToDate(root)).toBe(false)
  })
})

describe('holdsSamePackages', () => {
  test.each([
    ['the same', INSTALLED, true],
    [
      'optional one installed as well',
      { ...INSTALLED, 'node_modules/only-for-windows': { version: '1.0.0' } },
      true,
    ],
    ['another version', { 'node_modules/a': { version: '1.0.1' } }, false],
    ['one missing', {}, false],
    ['one too many', { ...INSTALLED, 'node_modules/b': { version: '1.0.0' } }, false],
  ])('%s', (_title, installed, same) => {
    expect(holdsSamePackages(lock(WANTED), lock(installed))).toBe(same)
  })
})
