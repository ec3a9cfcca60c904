/**
 * `npm run bench:loop -- PHOTOS [SETS] [DECIDED]`: does the first loop learn? Real photographs, degraded into
 * sets, simulated users of four tastes and their opposites; everything through the command line.
 * Prints, per user, agreement on sets that were never decided: the rules, before, after.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Receipt } from '../../src/shared/ranking.ts'
import { readTruth, simulatedChoices, type Choice, type SignedTaste } from '../sample/truth.ts'

const run = promisify(execFile)
const project = join(import.meta.dirname, '..', '..')
const TASTES: readonly SignedTaste[] = [
  'sharp',
  '-sharp',
  'dark',
  '-dark',
  'warm',
  '-warm',
  'left',
  '-left',
]
/** Share of choices that the simulated user makes against his own taste. */
const NOISE = 0.05

interface SuggestionAnswer {
  readonly set: string
  readonly winner: string | null
  readonly confidence: number | null
  readonly images: readonly { readonly path: string }[]
}

const [photos, sets = '200', decided = '120'] = process.argv.slice(2)
if (photos === undefined) {
  console.error('Use it like this: npm run bench:loop -- FOLDER_OF_PHOTOGRAPHS [SETS] [DECIDED]')
  process.exitCode = 2
} else {
  await bench(photos, Number(sets), Number(decided))
}

async function bench(from: string, setCount: number, decidedCount: number): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'setwise-bench-'))
  try {
    const pictures = join(temporary, 'pictures')
    const prepared = join(temporary, 'prepared')
    const generator = join(project, 'tools/sample/cli.ts')
    const wanted = ['--from', from, '--out', pictures, '--sets', String(setCount), '--seed', '1']
    await run(process.execPath, [generator, ...wanted])
    await setwise(prepared, 'open', pictures)
    const features = await setwise<{ done: number; seconds: number }>(prepared, 'features')
    console.log(
      `${setCount} sets, ${features.done} images of ${from}: features in ${features.seconds.toFixed(1)} s, ${(features.done / features.seconds).toFixed(1)} images/s`,
    )
    console.log(`${decidedCount} decided by each user with ${NOISE * 100} % noise\n`)
    console.log('user     chance  rule  before  after  confidence  chosen         train s')
    const truth = await readTruth(pictures)
    if (truth === null) throw new Error(`${pictures} has no truth file`)
    for (const taste of TASTES) {
      const library = join(temporary, `library${taste}`)
      cpSync(prepared, library, { recursive: true })
      const noisy = simulatedChoices(truth, taste, NOISE, 1)
      const clean = new Map(
        simulatedChoices(truth, taste, 0, 1).map((one) => [one.key, one.chosen]),
      )
      console.log(await learn(library, taste, noisy, clean, decidedCount))
      rmSync(library, { recursive: true })
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** Lets one user decide, trains, and measures on the sets he never saw. */
async function learn(
  library: string,
  taste: string,
  choices: readonly Choice[],
  wanted: ReadonlyMap<string, string>,
  decidedCount: number,
): Promise<string> {
  const decided = new Set<string>()
  for (const { key, chosen } of choices.slice(0, decidedCount)) {
    await setwise(library, 'decide', key, chosen)
    decided.add(key)
  }
  const open = async (): Promise<SuggestionAnswer[]> =>
    (await setwise<SuggestionAnswer[]>(library, 'suggest')).filter(({ set }) => !decided.has(set))
  const agreement = (suggestions: readonly SuggestionAnswer[]): string =>
    share(suggestions.map(({ set, winner }) => winner === wanted.get(set)))

  const before = await open()
  const startedMs = performance.now()
  const receipt = await setwise<Receipt>(library, 'train')
  const seconds = (performance.now() - startedMs) / 1000
  const after = await open()
  const rule = share(before.map(({ set, images }) => images.at(-1)?.path === wanted.get(set)))
  const chance = before.reduce((sum, { images }) => sum + 1 / images.length, 0) / before.length
  const confidence = after.reduce((sum, one) => sum + (one.confidence ?? 0), 0) / after.length
  return [
    taste.padEnd(7),
    `${(100 * chance).toFixed(1)} %`.padStart(7),
    rule.padStart(7),
    agreement(before).padStart(7),
    agreement(after).padStart(7),
    `${(100 * confidence).toFixed(1)} %`.padStart(8),
    `   ${receipt.chosen}${receipt.promoted ? '' : ' (not promoted)'}`.padEnd(18),
    seconds.toFixed(1).padStart(5),
  ].join(' ')
}

function share(hits: readonly boolean[]): string {
  return `${((100 * hits.filter(Boolean).length) / hits.length).toFixed(1)} %`
}

/** Runs one command and reads its JSON document. */
async function setwise<Answer>(library: string, ...words: string[]): Promise<Answer> {
  const cli = join(project, 'src/main/cli.ts')
  const { stdout } = await run(process.execPath, [cli, ...words, '--library', library, '--json'], {
    maxBuffer: 1e9,
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the command line's own contract
  return JSON.parse(stdout) as Answer
}
