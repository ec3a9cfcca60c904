/**
 * `npm run bench:ui [-- STARTS KEYS]`: how fast the app feels, on real Electron with 10,000 sets.
 * Prints the time from the start of the process to the first set on screen, from a key to the next set on
 * screen (alone, and while pictures are read and a model is trained), memory, and how long a folder of
 * 20,000 pictures takes. Beside it, from the same minutes, what an empty window takes: machines are noisy.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeTinyLibrary } from '../sample/tiny.ts'
import { ensureBuilt } from '../setup/build.ts'
import { hasDisplay, startVirtualDisplay } from '../setup/display.ts'
import { projectRoot } from '../setup/paths.mjs'
import {
  keepTraining,
  memory,
  pressKeys,
  startApp,
  untilIdle,
  watchPauses,
  type StartTimes,
} from './ui/app.ts'
import { median, ms, percentile, spread, verdict } from './ui/figures.ts'
import { forgetFeatures, prepareLibrary, workingCopy, type BenchLibrary } from './ui/library.ts'

const START_LIMIT_MS = 2000
const KEY_LIMIT_MS = 100
const SCAN_LIMIT_MS = 5000
const LIBRARY = { sets: 10_000, drawnSets: 300, decidedSets: 2000, seed: '1' } as const
/** 20,000 images. */
const SCANNED_SETS = 6944
const EMPTY_APP = join(projectRoot, 'tools', 'bench', 'ui', 'empty')

const [starts = '5', keys = '300'] = process.argv.slice(2)
const display = hasDisplay() ? null : await startVirtualDisplay()
const temporary = mkdtempSync(join(tmpdir(), 'setwise-bench-'))
try {
  Object.assign(process.env, display?.environment)
  ensureBuilt()
  const library = await prepareLibrary({ ...LIBRARY, say: console.log })
  console.log(
    `\n${cpus().length} cores, ${LIBRARY.sets} sets, ${LIBRARY.drawnSets} of them 832x1216, ${LIBRARY.decidedSets} decided`,
  )
  await benchStart(library, Number(starts))
  await benchKeys(library, Number(keys))
  await benchScan()
} finally {
  rmSync(temporary, { recursive: true, force: true })
  display?.stop()
}

async function benchStart(library: BenchLibrary, count: number): Promise<void> {
  const folder = join(temporary, 'starts')
  workingCopy(library, folder)
  const own: StartTimes[] = []
  const empty: StartTimes[] = []
  // The first start makes Chromium's own files and is not counted.
  for (let index = 0; index <= count; index += 1) {
    const app = await startApp(projectRoot, { SETWISE_LIBRARY: folder })
    await untilIdle(app.page)
    await app.electron.close()
    const peer = await startApp(EMPTY_APP)
    await peer.electron.close()
    if (index === 0) continue
    own.push(app.times)
    empty.push(peer.times)
  }
  heading(`Start to first set, ${count} times, from the start of the process | an empty window`)
  const part = (name: string, key: keyof StartTimes): void => {
    const [ours, theirs] = [own, empty].map((all) => all.map((times) => times[key]))
    row(name, `${spread(ours ?? []).padEnd(26)} | ${spread(theirs ?? [])}`)
  }
  part('Electron ready', 'ready')
  part('page asked for', 'pageAskedFor')
  part('page loaded', 'pageLoaded')
  part('first set painted', 'painted')
  const painted = median(own.map((times) => times.painted))
  const peer = median(empty.map((times) => times.painted))
  row(
    '',
    `${verdict(painted, START_LIMIT_MS)}; an empty window is painted after ${ms(peer)}, the first set ${ratio(painted, peer)}`,
  )
}

async function benchKeys(library: BenchLibrary, count: number): Promise<void> {
  for (const isBusy of [false, true]) {
    const folder = join(temporary, isBusy ? 'busy' : 'idle')
    workingCopy(library, folder)
    if (isBusy) forgetFeatures(folder)
    const { electron, page } = await startApp(projectRoot, { SETWISE_LIBRARY: folder })
    if (isBusy) await keepTraining(page)
    else await untilIdle(page)
    const longestPause = await watchPauses(electron)
    const keysMs = await pressKeys(page, count)
    const p95 = percentile(keysMs, 0.95)
    heading(
      `Key to next set painted, ${isBusy ? 'while it reads and trains' : 'nothing else runs'}`,
    )
    row(`${count} keys`, describeKeys(keysMs))
    row('', verdict(p95, KEY_LIMIT_MS))
    row('main, longest pause', ms(await longestPause()))
    const used = Object.entries(await memory(electron)).map(
      ([type, megabytes]) => `${type} ${Math.round(megabytes)}`,
    )
    row('memory, MB', used.join(', '))
    // What the machine can do at all in these minutes: the app goes on beside it.
    const peer = await startApp(EMPTY_APP)
    const peerMs = await pressKeys(peer.page, Math.min(count, 60))
    row('an empty window', `${describeKeys(peerMs)}; p95 ${ratio(p95, percentile(peerMs, 0.95))}`)
    await peer.electron.close()
    await electron.close()
  }
}

function describeKeys(keysMs: readonly number[]): string {
  const [p50, p95] = [0.5, 0.95].map((share) => ms(percentile(keysMs, share)))
  return `p50 ${p50}, p95 ${p95}, max ${ms(Math.max(...keysMs))} (${keysMs.length} painted)`
}

function ratio(ours: number, theirs: number): string {
  return `${(ours / theirs).toFixed(1)} times that`
}

async function benchScan(): Promise<void> {
  const pictures = join(tmpdir(), `setwise-bench-scan-${SCANNED_SETS}`)
  if (!existsSync(pictures)) await writeTinyLibrary(pictures, SCANNED_SETS, LIBRARY.seed)
  const library = join(temporary, 'scan')
  heading('`setwise open` on a folder of very many pictures, the whole process')
  for (const name of ['a new library', 'again', 'and again']) {
    const fromMs = performance.now()
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(projectRoot, 'src', 'main', 'cli.ts'),
      'open',
      pictures,
      '--library',
      library,
      '--json',
    ])
    const tookMs = performance.now() - fromMs
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the command line's own contract
    const { images, sets } = JSON.parse(stdout) as { images: number; sets: number }
    const found = `${images.toLocaleString('en')} images, ${sets.toLocaleString('en')} sets`
    row(name, `${ms(tookMs)}, ${verdict(tookMs, SCAN_LIMIT_MS)} (${found})`)
  }
}

function heading(title: string): void {
  const load = loadavg()[0]?.toFixed(1)
  console.log(`\n${title} [load average ${load}]`)
}

function row(name: string, text: string): void {
  console.log(`  ${name.padEnd(22)}${text}`)
}
