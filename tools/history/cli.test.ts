import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readHistoryTruth } from './truth.ts'

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-cli-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

function run(...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...options], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('makes a history and says how many rows must end how', async () => {
  const out = join(folder, 'history')
  const made = run('--out', out, '--scale', '0.003')
  expect(made.stderr).toBe('')
  const { totals } = await readHistoryTruth(out)
  expect(made.stdout).toContain(`all: ${totals.read} read, ${totals.imported} imported`)
  expect(made.status).toBe(0)
  expect(run('--out', out)).toMatchObject({ status: 2 })
})

test.each([
  [[], 'Name the folder'],
  [['--out', 'x', '--scale', '0'], '--scale takes a number'],
  [['--out', 'x', '--scale', 'big'], '--scale takes a number'],
  [['--unknown'], '--unknown'],
])('wrong use %j is answered with a sentence and exit 2', (options, sentence) => {
  const { status, stderr } = run(...options)
  expect(stderr).toContain(sentence)
  expect(status).toBe(2)
})
