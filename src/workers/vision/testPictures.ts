/** Pictures for the tests, made by formula; nothing here is part of the app. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp, { type Sharp } from 'sharp'
import { afterAll } from 'vitest'
import type { TaskContext } from '../../shared/workerProtocol.ts'
import type { Pixels } from './decode.ts'

/** The default encoder as it is shipped. */
export const ENCODER_FOLDER = fileURLToPath(
  new URL('../../../resources/models/efficientnet-lite0-320', import.meta.url),
)

/** What tools/models/golden.py wrote: Pillow, OpenCV and PyTorch on `goldenPicture()`. */
export interface Golden {
  readonly widthPx: number
  readonly heightPx: number
  readonly pixelSum: number
  readonly technical: Readonly<Record<string, number>>
  readonly embedding: readonly number[]
}

export function readGolden(): Golden {
  const path = new URL('../../../tools/models/golden.json', import.meta.url)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file; a wrong shape fails the tests that use it
  return JSON.parse(readFileSync(path, 'utf8')) as Golden
}

/** The same picture as `picture()` in tools/models/golden.py, 1024 x 768. */
export function goldenPicture(): Pixels {
  const [widthPx, heightPx] = [1024, 768]
  const rgb = Buffer.alloc(widthPx * heightPx * 3)
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1, at += 3) {
      rgb[at] = wave(3 * x + y)
      rgb[at + 1] = Math.floor((wave(x + 2 * y + Math.floor((x * y) / 64)) * 3) / 4)
      rgb[at + 2] = Math.floor(wave(5 * y - x + 4096) / 2)
      if (y >= 100 && y < 200 && x >= 150 && x < 350) rgb.fill(0, at, at + 3)
      if (y >= 500 && y < 650 && x >= 700 && x < 800) rgb.fill(255, at, at + 3)
    }
  }
  return { rgb, widthPx, heightPx }
}

/** Triangle between 0 and 255 with a period of 512. */
function wave(phase: number): number {
  return Math.min(Math.abs((phase % 512) - 256), 255)
}

/** The golden picture as sharp sees it, resized without keeping the aspect. */
export function picture(widthPx: number, heightPx: number): Sharp {
  const { rgb, widthPx: width, heightPx: height } = goldenPicture()
  return sharp(rgb, { raw: { width, height, channels: 3 } }).resize(widthPx, heightPx, {
    fit: 'fill',
  })
}

// One folder per test file, for this module is loaded once by each.
const root = mkdtempSync(join(tmpdir(), 'setwise-vision-'))
const mounted: string[] = []
afterAll(() => {
  for (const folder of mounted) spawnSync('umount', [folder])
  rmSync(root, { recursive: true, force: true })
})

/** An empty folder that is removed when the test file is done. */
export function temporaryFolder(): string {
  return mkdtempSync(join(root, 'folder-'))
}

/**
 * A disk that is truly full soon: a tmpfs of that size, unmounted when the test file is done.
 * @returns null where mounting is not allowed (not root, not Linux); such a test is then skipped.
 */
export function mountSmallDisk(size: string): string | null {
  const folder = temporaryFolder()
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  if (mount.status !== 0) return null
  mounted.push(folder)
  return folder
}

/** Writes bytes under a name. @returns the path. */
export function writeInto(folder: string, name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

/** A context that nobody cancels. */
export const QUIET: TaskContext = { isCancelled: () => false, onProgress: () => undefined }
