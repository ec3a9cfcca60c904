import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseStartArguments } from './start-arguments.ts'
import { makeTestFolder } from './test-folder.ts'

describe('parseStartArguments', () => {
  test('nothing: as it was left', () => {
    expect(parseStartArguments([], '/')).toEqual({ kind: 'open', folder: null })
  })

  test('a folder, relative to where the person stands, whatever its name', () => {
    const here = makeTestFolder()
    const name = "it's a 'folder' \n with 🖼"
    mkdirSync(join(here, name))
    const opened = { kind: 'open', folder: join(here, name) }
    expect(parseStartArguments([name], here)).toEqual(opened)
    expect(parseStartArguments([join(here, name)], '/')).toEqual(opened)
  })

  test('the sample', () => {
    expect(parseStartArguments(['--sample'], '/')).toEqual({ kind: 'sample' })
  })

  test('wrong use names what is wrong', () => {
    const here = makeTestFolder()
    writeFileSync(join(here, 'picture.png'), '')
    const reasonFor = (...commandLine: string[]): string => {
      const parsed = parseStartArguments(commandLine, here)
      return parsed.kind === 'wrong use' ? parsed.reason : `accepted as ${parsed.kind}`
    }
    expect(reasonFor('missing')).toBe(`${join(here, 'missing')} is not a folder`)
    expect(reasonFor('picture.png')).toBe(`${join(here, 'picture.png')} is not a folder`)
    expect(reasonFor('--simple')).toBe('there is no option --simple')
    expect(reasonFor('--sample', here)).toBe('one folder at a time, please')
  })
})
