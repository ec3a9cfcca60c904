/** Setwise against Python on the same pictures and cores, in turns, so that a busy machine is busy for both. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { phash } from '../../../src/core/phash/phash.ts'
import { loadEncoder, type Encoder } from '../../../src/workers/vision/encoder.ts'
import { buildVitB32Encoder } from '../../models/vitB32.ts'
import { decode } from './alone.ts'
import { median, rateOf } from './lanes.ts'

const ROUNDS = 3
/** Enough for each round to take ten seconds or more. */
const PICTURES = 120
/** Held decoded, 12 MB each at most. */
const DECODED = 40

export async function measurePeers(paths: readonly string[], python: string): Promise<void> {
  const step = Math.max(1, Math.floor(paths.length / PICTURES))
  const sample = paths.filter((_, index) => index % step === 0).slice(0, PICTURES)
  console.log(` against Python, ${sample.length} pictures, ${ROUNDS} rounds in turns:`)
  const encoder = await loadEncoder(await vitFolder())
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await embedAll(sample, encoder))
    theirs.push(...(await inPython(python, 'clip.py', sample)))
  }
  await encoder.release()
  compare('ViT-B/32 fp32, file to embedding', ours, theirs, 'open_clip, PyTorch, Pillow', 1.3)
  await comparePhash(sample, python)
}

async function embedAll(paths: readonly string[], encoder: Encoder): Promise<number> {
  return rateOf(paths, async (path) => encoder.embed(await decode(path)))
}

async function comparePhash(paths: readonly string[], python: string): Promise<void> {
  const hashes: number[] = []
  const files: number[] = []
  const theirHashes: number[] = []
  const theirFiles: number[] = []
  const decoded = await Promise.all(paths.slice(0, DECODED).map(decode))
  for (let round = 0; round < ROUNDS; round += 1) {
    const fromMs = performance.now()
    for (const { rgb, widthPx, heightPx } of decoded) phash(rgb, widthPx, heightPx)
    hashes.push((1000 * decoded.length) / (performance.now() - fromMs))
    files.push(
      await rateOf(paths, async (path) => {
        const { rgb, widthPx, heightPx } = await decode(path)
        phash(rgb, widthPx, heightPx)
      }),
    )
    const [hash = Number.NaN, file = Number.NaN] = await inPython(python, 'phash.py', paths)
    theirHashes.push(hash)
    theirFiles.push(file)
  }
  compare('perceptual hash of pixels', hashes, theirHashes, 'imagehash', 3)
  compare('file to perceptual hash', files, theirFiles, 'imagehash, Pillow', 3)
}

function compare(
  title: string,
  ours: readonly number[],
  theirs: readonly number[],
  peer: string,
  wanted: number,
): void {
  const ratio = median(ours.map((rate, round) => rate / (theirs[round] ?? Number.NaN)))
  console.log(
    `  ${title.padEnd(34)}${median(ours).toFixed(1).padStart(8)} pictures/s, ${peer} ` +
      `${median(theirs).toFixed(1)}: ${ratio.toFixed(2)} times (wanted ${wanted})`,
  )
}

/** The numbers that a script under peers/ prints. */
async function inPython(
  python: string,
  script: string,
  paths: readonly string[],
): Promise<number[]> {
  return new Promise((done, fail) => {
    const child = execFile(
      python,
      [resolve('tools/bench/peers', script)],
      (error, stdout, stderr) => {
        if (error === null) done(stdout.trim().split(' ').map(Number))
        else fail(new Error(`${script} failed: ${stderr}`))
      },
    )
    child.stdin?.end(`${paths.join('\n')}\n`)
  })
}

/** The full-size network with random weights, built once for all runs on this machine. */
async function vitFolder(): Promise<string> {
  const folder = join(tmpdir(), 'setwise-bench-vit-b32')
  if (existsSync(join(folder, 'manifest.json'))) return folder
  await mkdir(folder, { recursive: true })
  await buildVitB32Encoder(folder)
  return folder
}
