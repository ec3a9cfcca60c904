import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTruth, simulatedChoices } from './truth.ts'

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-cli-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

function run(...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...options], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('makes a library and, of the same library, the choices of two opposite users', async () => {
  const library = join(folder, 'library')
  const made = run('--out', library, '--sets', '3', '--size', '64x96', '--projects', '1')
  expect(made).toMatchObject({ status: 0, stdout: '' })
  const truth = await readTruth(library)
  expect(truth!.sets).toHaveLength(3)

  const file = join(folder, 'choices.json')
  expect(run('--out', library, '--taste', 'dark', '--choices', file).status).toBe(0)
  const written = JSON.parse(await readFile(file, 'utf8'))
  expect(written.choices).toEqual(simulatedChoices(truth!, 'dark', 0.05, '1'))

  const printed = JSON.parse(run('--out', library, '--taste=-dark', '--noise', '0').stdout)
  expect(printed).toMatchObject({ taste: '-dark', noise: 0 })
  expect(printed.choices).toEqual(simulatedChoices(truth!, '-dark', 0, '1'))
})

test.each([
  [[], 'Name the library'],
  [['--out', 'x', '--sets', 'many'], '--sets takes a whole number'],
  [['--out', 'x', '--sets', '1', '--size', 'big'], '--size takes WIDTHxHEIGHT'],
  [['--out', 'x', '--sets', '1', '--layout', 'heap'], '--layout is one of'],
  [['--out', 'x', '--taste', 'bright'], '--taste is sharp'],
  [['--out', 'x', '--taste', 'dark', '--noise', '2'], '--noise takes a share'],
  [['--out', '/no/such/library', '--taste', 'dark'], 'is no sample library'],
  [['--unknown'], '--unknown'],
])('wrong use %j is answered with a sentence and exit 2', (options, sentence) => {
  const { status, stderr } = run(...options)
  expect(stderr).toContain(sentence)
  expect(status).toBe(2)
})
