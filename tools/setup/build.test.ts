import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hashSources } from './build.ts'
import { makeTestFolder } from './test-folder.ts'

test('hashSources changes with names and contents, and with nothing else', () => {
  const root = makeTestFolder()
  const write = (name: string, text: string): void => writeFileSync(join(root, name), text)
  mkdirSync(join(root, 'src/main'), { recursive: true })
  write('src/main/index.ts', 'first')
  write('package.json', '{}')
  const first = hashSources(root)

  utimesSync(join(root, 'src/main/index.ts'), new Date(0), new Date(0))
  write('src/main/index.test.ts', 'tests are not in the bundle')
  expect(hashSources(root)).toBe(first)

  write('src/main/index.ts', 'again')
  const changed = hashSources(root)
  expect(changed).not.toBe(first)

  renameSync(join(root, 'src/main/index.ts'), join(root, 'src/main/entry.ts'))
  const renamed = hashSources(root)
  expect(renamed).not.toBe(changed)

  write('package.json', '{ }')
  expect(hashSources(root)).not.toBe(renamed)
})
