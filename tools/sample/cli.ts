import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readOptions, runCommand, wrongUse } from '../commandLine.ts'
import { makeSampleLibrary } from './library.ts'
import { writeTinyLibrary } from './tiny.ts'
import { parseTaste, readTruth, simulatedChoices } from './truth.ts'
import type { Layout, SampleTruth } from './truth.ts'

const USAGE = `usage: node tools/sample/cli.ts --out DIR [options]

Make a library (without --sets the one in DIR is only read):
  --sets N            how many sets
  --seed S            any text; the same seed gives the same bytes (default 1)
  --projects P        how many projects (default 3)
  --size WxH          of every picture (default 832x1216 and 1216x832, mixed)
  --layout LAYOUT     stages (default): names with time and stage; folders: a folder for each set;
                      photos: a camera's names, JPEG with EXIF times
  --from PHOTOS       degrade the photographs in this folder instead of drawing scenes
  --tiny              very many pictures of 64x96 in seconds, for measuring

Simulate a user of it:
  --taste TASTE       sharp, dark, warm or left; --taste=-dark is the opposite of dark
  --noise SHARE       how often he picks another than the one he likes best (default 0.05)
  --choices FILE      write the choices there as JSON instead of printing them`

const LAYOUTS: readonly Layout[] = ['stages', 'folders', 'photos']

const OPTIONS = {
  out: { type: 'string' },
  sets: { type: 'string' },
  seed: { type: 'string', default: '1' },
  projects: { type: 'string', default: '3' },
  size: { type: 'string' },
  layout: { type: 'string', default: 'stages' },
  from: { type: 'string' },
  tiny: { type: 'boolean', default: false },
  taste: { type: 'string' },
  noise: { type: 'string', default: '0.05' },
  choices: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) {
    throw wrongUse(`--${name} takes a whole number from 1, not "${text}".`)
  }
  return value
}

function parseSize(text: string): { widthPx: number; heightPx: number } {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text) ?? []
  if (width === undefined || height === undefined) {
    throw wrongUse(`--size takes WIDTHxHEIGHT in pixels, such as 832x1216, not "${text}".`)
  }
  return { widthPx: wholeNumber('size', width), heightPx: wholeNumber('size', height) }
}

async function makeOrRead(
  folder: string,
  options: ReturnType<typeof readOptions<typeof OPTIONS>>,
): Promise<SampleTruth> {
  if (options.sets === undefined) {
    const truth = await readTruth(folder)
    if (truth === null) throw wrongUse(`${folder} is no sample library: make one with --sets.`)
    return truth
  }
  const setCount = wholeNumber('sets', options.sets)
  if (options.tiny) return writeTinyLibrary(folder, setCount, options.seed)
  const layout = LAYOUTS.find((known) => known === options.layout)
  if (layout === undefined) {
    throw wrongUse(`--layout is one of ${LAYOUTS.join(', ')}, not "${options.layout}".`)
  }
  return makeSampleLibrary({
    folder,
    setCount,
    seed: options.seed,
    projectCount: wholeNumber('projects', options.projects),
    layout,
    ...(options.size === undefined ? {} : { size: parseSize(options.size) }),
    ...(options.from === undefined ? {} : { photographsFolder: resolve(options.from) }),
    onProgress: (done, all) => {
      if (done % 10 === 0 || done === all) console.error(`${done} of ${all}`)
    },
  })
}

async function run(commandLine: readonly string[]): Promise<void> {
  const options = readOptions(commandLine, OPTIONS)
  if (options.help) {
    console.log(USAGE)
    return
  }
  if (options.out === undefined) throw wrongUse('Name the library: --out DIR.')
  const taste = options.taste === undefined ? null : parseTaste(options.taste)
  if (options.taste !== undefined && taste === null) {
    throw wrongUse(
      `--taste is sharp, dark, warm, left or -sharp and so on, not "${options.taste}".`,
    )
  }
  const noise = Number(options.noise)
  if (!(noise >= 0 && noise <= 1)) {
    throw wrongUse(`--noise takes a share from 0 to 1, not "${options.noise}".`)
  }
  const folder = resolve(options.out)
  const startedAtMs = performance.now()
  const truth = await makeOrRead(folder, options)
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
  const images = truth.sets.reduce((sum, set) => sum + set.variants.length, truth.singles.length)
  console.error(
    `${folder}: ${truth.sets.length} sets, ${truth.singles.length} singles, ${images} images, ${seconds} s`,
  )
  if (taste === null) return
  const choices = simulatedChoices(truth, taste, noise, options.seed)
  const text = JSON.stringify({ taste, noise, seed: options.seed, choices }, null, 1)
  if (options.choices === undefined) console.log(text)
  else await writeFile(options.choices, `${text}\n`)
}

await runCommand(USAGE, () => run(process.argv.slice(2)))
