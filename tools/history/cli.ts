import { resolve } from 'node:path'
import { readOptions, runCommand, wrongUse } from '../commandLine.ts'
import { writeHistory } from './history.ts'

const USAGE = `usage: node tools/history/cli.ts --out DIR [options]

Make a history like the first user's: DIR/history (the files) and DIR/truth.json (how each row must end).
  --scale SHARE   of his amounts, from 0.003 to 2 (default 1: 21,250 selections)
  --seed S        any text; the same seed gives the same bytes (default 1)
  --pictures      draw the pictures too, in DIR/pictures, at an eighth of their size`

const SMALLEST_SCALE = 0.003
const LARGEST_SCALE = 2

const OPTIONS = {
  out: { type: 'string' },
  scale: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  pictures: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

async function run(commandLine: readonly string[]): Promise<void> {
  const options = readOptions(commandLine, OPTIONS)
  if (options.help) {
    console.log(USAGE)
    return
  }
  if (options.out === undefined) throw wrongUse('Name the folder: --out DIR.')
  const scale = Number(options.scale)
  if (!(scale >= SMALLEST_SCALE && scale <= LARGEST_SCALE)) {
    throw wrongUse(
      `--scale takes a number from ${SMALLEST_SCALE} to ${LARGEST_SCALE}, not "${options.scale}".`,
    )
  }
  const startedAtMs = performance.now()
  const { seed, pictures: hasPictures } = options
  const truth = await writeHistory({ folder: resolve(options.out), scale, seed, hasPictures })
  for (const { name, totals } of truth.files) console.log(`${name}: ${inWords(totals)}`)
  console.log(`all: ${inWords(truth.totals)}`)
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
  console.log(`${truth.pictures.length} pictures${hasPictures ? '' : ' (not drawn)'}, ${seconds} s`)
}

function inWords(totals: Readonly<Record<string, number>>): string {
  return Object.entries(totals)
    .map(([word, amount]) => `${amount} ${word}`)
    .join(', ')
}

await runCommand(USAGE, () => run(process.argv.slice(2)))
