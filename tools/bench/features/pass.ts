/** The whole pass, in a process of its own: scan, then all that the vision worker finds, into a library on disk. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { Alone } from './alone.ts'
import { show } from './lanes.ts'
import { memoryOfAll, type ProcessMemory } from './memory.ts'
import { openServices, QUIET } from './services.ts'

/** What the pass should reach of the slower of decoding and inference. */
const WANTED_SHARE = 0.85

interface Passed {
  readonly rate: number
  readonly failed: number
  readonly reusedMs: number
  readonly memory: readonly ProcessMemory[]
}

export async function measurePass(paths: readonly string[], alone: Alone): Promise<void> {
  const { rate, failed, reusedMs, memory } = await passElsewhere(paths)
  console.log(' the whole pass, people excepted:')
  show('hash, decode, extract, store', rate, `${failed} failed`)
  share(rate, 'all cores each', Math.min(alone.decode, alone.inference))
  share(rate, 'one after another', Math.min(alone.decodeOneByOne, alone.inferenceOneByOne))
  share(rate, 'the work there is, on all cores', alone.allWork)
  for (const { name, residentMb, peakMb } of memory) {
    console.log(`  memory of ${name}: ${residentMb} MB, at its peak ${peakMb} MB`)
  }
  console.log(`  again, nothing to do: ${Math.round(reusedMs)} ms`)
}

function share(rate: number, how: string, limit: number): void {
  const percent = Math.round((100 * rate) / limit)
  console.log(`  ${percent} % of the limit, ${how} (wanted ${100 * WANTED_SHARE} % of the slower)`)
}

/** This process holds decoded pictures: the memory of the pass is told by one that does not. */
function passElsewhere(paths: readonly string[]): Promise<Passed> {
  return new Promise((done, fail) => {
    const child = execFile(process.execPath, [import.meta.filename], (error, stdout) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- printed below
      if (error === null) done(JSON.parse(stdout) as Passed)
      else fail(error)
    })
    child.stdin?.end(JSON.stringify(paths))
  })
}

async function pass(paths: readonly string[]): Promise<Passed> {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-bench-pass-'))
  const pictures = mkdtempSync(join(tmpdir(), 'setwise-bench-pictures-'))
  paths.forEach((path, index) => symlinkSync(path, join(pictures, `${index}${extname(path)}`)))
  const services = openServices(folder)
  try {
    await services.library.choose(pictures)
    await services.library.scan(QUIET)
    await services.features.encoderKey()
    const fromMs = performance.now()
    const report = await services.features.run(QUIET)
    const rate = (1000 * report.done) / (performance.now() - fromMs)
    const memory = memoryOfAll()
    const againMs = performance.now()
    await services.features.run(QUIET)
    const reusedMs = performance.now() - againMs
    return { rate, failed: report.failed.length, reusedMs, memory }
  } finally {
    await services.close()
    for (const one of [folder, pictures]) rmSync(one, { recursive: true })
  }
}

if (process.argv[1] === import.meta.filename) {
  let input = ''
  for await (const chunk of process.stdin) input += String(chunk)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  console.log(JSON.stringify(await pass(JSON.parse(input) as string[])))
}
