/** The command line as a process of its own: real workers, real files, JSON on stdout, sentences on stderr. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const project = join(import.meta.dirname, '..', '..')

let temporary: string
let pictures: string
let library: string

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function setwise(...words: string[]): Promise<Outcome> {
  const args = [join(project, 'src/main/cli.ts'), ...words, '--library', library]
  try {
    return { code: 0, ...(await run(process.execPath, args, { maxBuffer: 1e9 })) }
  } catch (error) {
    // execFile rejects with the outcome of a process that ended with another code than 0.
    return error as Outcome
  }
}

/** Runs a command that must work, and returns its JSON document. */
async function answer<Value>(...words: string[]): Promise<Value> {
  const { code, stdout, stderr } = await setwise(...words, '--json')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout) as Value
}

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'setwise-cli-'))
  pictures = join(temporary, 'pictures')
  library = join(temporary, 'library')
  const generator = join(project, 'tools/sample/cli.ts')
  const size = ['--sets', '36', '--seed', '3', '--size', '208x304']
  const choices = ['--choices', join(temporary, 'choices.json'), '--taste', 'dark']
  await run(process.execPath, [generator, '--out', pictures, ...size, ...choices])
}, 120_000)
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

interface SetAnswer {
  readonly set: string
  readonly project: string
  readonly images: readonly string[]
}
interface SuggestionAnswer {
  readonly set: string
  readonly winner: string
  readonly confidence: number
  readonly model: string
  readonly images: readonly { readonly path: string; readonly probability: number }[]
}

describe('the first loop on the command line', () => {
  test('before any folder is open, a sentence says so', async () => {
    const { code, stderr } = await setwise('sets')
    expect(code).toBe(1)
    expect(stderr).toContain('No folder is open yet')
  })

  test('a decision made before its pictures are read waits, and the receipt says so', async () => {
    await answer('open', pictures)
    const [first] = await answer<SetAnswer[]>('sets')
    await answer('decide', first!.set, first!.images[0]!)
    const receipt = await answer<{ decisions: number; reason: string }>('train')
    expect(receipt.decisions).toBe(0)
    expect(receipt.reason).toContain('1 more decision waits until the pictures of its set are read')
    await answer('undo')
  })

  test('open, sets, features', async () => {
    expect(await answer('open', pictures)).toMatchObject({ sets: 36, failed: [] })
    const sets = await answer<SetAnswer[]>('sets')
    expect(sets).toHaveLength(36)
    expect(sets[0]!.set).toBe(sets[0]!.images[0])
    const { images } = await answer<{ images: number }>('open', pictures)
    expect(await answer('features')).toMatchObject({ done: images, reused: 0, failed: [] })
    expect(await answer('features')).toMatchObject({ done: 0, reused: images })
  }, 300_000)

  test('duplicates: variants stay within their project', async () => {
    const { similar, ...counts } = await answer<{ similar: { images: string[] }[] }>('duplicates')
    expect(counts).toMatchObject({ withoutHash: 0, withoutEmbedding: 0 })
    expect(similar.length).toBeGreaterThan(0)
    for (const { images } of similar) {
      expect(new Set(images.map((path) => path.split('/')[0])).size).toBe(1)
    }
  })

  test('suggestions before learning: the rule, with equal probabilities', async () => {
    const suggestions = await answer<SuggestionAnswer[]>('suggest')
    for (const { winner, confidence, images, model } of suggestions) {
      expect(winner).toBe(images.at(-1)!.path)
      expect(confidence).toBeCloseTo(1 / images.length, 6)
      expect(model).toBe('rule-highest-stage')
    }
  })

  test('decide, undo, decisions, stats', async () => {
    const [first, second] = await answer<SetAnswer[]>('sets')
    await answer('decide', first!.set, '--reject')
    await answer('decide', second!.set, join(pictures, second!.images[1]!))
    expect(await answer('undo')).toEqual({ undone: { set: second!.set, state: 'open' } })
    expect(await answer('undo')).toEqual({ undone: { set: first!.set, state: 'open' } })
    expect(await answer('undo')).toEqual({ undone: null })
    const journal = await answer<{ action: string; setKey: string }[]>('decisions')
    expect(journal.slice(2).map(({ action }) => action)).toEqual(['reject', 'pick', 'undo', 'undo'])
    expect(await answer('stats')).toMatchObject({ decisions: { open: 36, undone: 3 } })
  })

  test('train with too little says why; with enough it learns, and suggests accordingly', async () => {
    expect(await answer('train')).toMatchObject({ decisions: 0, promoted: false })
    const text = readFileSync(join(temporary, 'choices.json'), 'utf8')
    const { choices } = JSON.parse(text) as {
      readonly choices: readonly { readonly key: string; readonly chosen: string }[]
    }
    for (const { key, chosen } of choices.slice(0, 2)) await answer('decide', key, chosen)
    const { reason } = await answer<{ reason: string }>('train')
    expect(reason).toMatch(/30/)
    for (const { key, chosen } of choices.slice(2, 32)) await answer('decide', key, chosen)
    expect(await answer('train')).toMatchObject({ decisions: 32, promoted: true })
    const suggestions = await answer<SuggestionAnswer[]>('suggest')
    for (const { images } of suggestions) {
      expect(images.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 4)
    }
    const [one] = await answer<SuggestionAnswer[]>('suggest', '--set', suggestions[5]!.set)
    expect(one).toEqual(suggestions[5])
  }, 300_000)

  test('moved files compute nothing again', async () => {
    const moved = join(temporary, 'moved')
    renameSync(pictures, moved)
    const { images } = await answer<{ images: number }>('open', moved)
    expect(await answer('features')).toMatchObject({ done: 0, reused: images })
    renameSync(moved, pictures)
    await answer('open', pictures)
  }, 120_000)

  test('a learned model that was altered is said aloud, and the rule stands in', async () => {
    const { model } = await answer<{ model: { modelId: string } }>('stats')
    const file = join(library, 'models', model.modelId, 'model.onnx')
    const bytes = readFileSync(file)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(file, bytes)
    const { code, stdout, stderr } = await setwise('suggest', '--json')
    expect(code).toBe(0)
    expect(stderr).toContain(file)
    expect((JSON.parse(stdout) as SuggestionAnswer[])[0]!.model).toBe('rule-highest-stage')
  })
})

describe('wrong use and bad places', () => {
  test.each([
    [[], 'No command given'],
    [['fly'], 'There is no command fly'],
    [['sets', '--nonsense'], 'nonsense'],
    [['open'], 'open DIR'],
    [['decide', 'x', '--reject', '--skip'], 'decide SET'],
  ])('%j is exit code 2', async (words, sentence) => {
    const { code, stdout, stderr } = await setwise(...words)
    expect(stderr).toContain(sentence)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  test('a folder that is not there is named', async () => {
    const { code, stderr, stdout } = await setwise('open', '/nowhere/at all', '--json')
    expect(code).toBe(1)
    expect(stderr).toContain('/nowhere/at all')
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'folder-missing' } })
  })

  test('a database that is no database is named, in one sentence and one JSON document', async () => {
    const other = join(temporary, 'broken')
    cpSync(library, other, { recursive: true })
    writeFileSync(join(other, 'setwise.db'), 'not a database at all, '.repeat(300))
    const before = library
    library = other
    const { code, stderr, stdout } = await setwise('sets', '--json')
    library = before
    expect(code).toBe(1)
    expect(stderr).toContain(join(other, 'setwise.db'))
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'database-corrupt' } })
  })
})
