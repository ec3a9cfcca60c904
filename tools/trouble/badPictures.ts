/** A folder of pictures that go wrong, and of odd ones that must not: what a person's disk really holds. For the tests. */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'

export interface BadPictures {
  /** Pictures that must be read, odd as they are. Paths below the folder. */
  readonly readable: readonly string[]
  /** Files that look like pictures, each with what the sentence about it must say besides its name. */
  readonly unreadable: Readonly<Record<string, RegExp>>
  /** What is no file at all: found by the scan, never by the decoder. */
  readonly unlisted: Readonly<Record<string, RegExp>>
  /** Key of the set of which no picture can be read. */
  readonly hopelessSet: string
}

const SIZE = { width: 96, height: 144 } as const

/** The longest name of a file on Linux and macOS: 255 bytes. */
const LONGEST_NAME_BYTES = 255

/** Fills an existing, empty folder. Sets are pairs of stages, so that grouping reads names alone. */
export async function makeBadPictures(folder: string): Promise<BadPictures> {
  const readable: string[] = []
  const unreadable: Record<string, RegExp> = {}
  let second = 0
  const put = (path: string, bytes: Uint8Array | string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  /** A set of two: the file in question and, one stage above, its good neighbour or `other`. */
  const pair = async (
    bytes: Uint8Array | string,
    says: RegExp | null,
    { project = 'bad', words = '', extension = 'png', other = picture(second) } = {},
  ): Promise<string> => {
    const stamp = `20250708_0605${String(second).padStart(2, '0')}`
    second += 1
    const path = `${project}/${stamp}${words}_stage1_generated.${extension}`
    const neighbour = `${project}/${stamp}${words}_stage2_upscaled.png`
    put(path, bytes)
    put(neighbour, await other.png().toBuffer())
    readable.push(neighbour)
    if (says === null) readable.push(path)
    else unreadable[path] = says
    return path
  }

  const png = await picture(50).png().toBuffer()
  const jpeg = await picture(51).jpeg().toBuffer()
  await pair(png.subarray(0, Math.floor(png.length * 0.6)), /damaged or cut short/)
  await pair(jpeg.subarray(0, Math.floor(jpeg.length * 0.6)), /damaged/, { extension: 'jpg' })
  await pair('Dear diary, magic bytes are not everything.\n', /is not a picture/)
  await pair('#!/bin/sh', /is not a picture/, { words: ' \u001B[31mred\nalert' })
  await pair(await picture(52).gif().toBuffer(), /kind gif/)
  const closed = await pair(png, /may not be read/)
  chmodSync(join(folder, closed), 0)

  await pair(jpeg, null)
  await pair(await picture(53).resize(30_000, 120).jpeg().toBuffer(), null, { extension: 'jpg' })
  await pair(await picture(54).toColourspace('cmyk').jpeg().toBuffer(), null, { extension: 'jpg' })
  await pair(await picture(55).toColourspace('rgb16').png().toBuffer(), null)
  await pair(await animation(), null, { extension: 'webp' })
  await pair(await picture(56).resize(1, 1).png().toBuffer(), null)

  const hopelessSet = await pair('nothing', /is not a picture/)
  const neighbour = hopelessSet.replace('stage1_generated', 'stage2_upscaled')
  put(neighbour, jpeg.subarray(0, 200))
  readable.splice(readable.indexOf(neighbour), 1)
  unreadable[neighbour] = /./

  const project = 'names'
  for (const words of [' it\'s "quoted" `$(x)` %s', ' two\nlines', ' 😀 père', ' \u001B[31mred']) {
    await pair(await picture(second).png().toBuffer(), null, { project, words })
  }
  const room = LONGEST_NAME_BYTES - '20250708_060500_stage1_generated.png'.length
  const words = 'é'.repeat(Math.floor(room / 2)) + 'n'.repeat(room % 2)
  await pair(await picture(second).png().toBuffer(), null, { project, words })

  put('bad/zero.png', '')
  mkdirSync(join(folder, 'loops'))
  symlinkSync('.', join(folder, 'loops', 'here'))
  symlinkSync('../..', join(folder, 'loops', 'above'))
  symlinkSync('../bad', join(folder, 'loops', 'bad'))
  symlinkSync('self.png', join(folder, 'loops', 'self.png'))
  symlinkSync('nowhere.png', join(folder, 'loops', 'broken.png'))
  const unlisted = {
    'bad/zero.png': /empty/,
    'loops/self.png': /leads back to itself/,
    'loops/broken.png': /does not exist/,
  }
  return { readable, unreadable, unlisted, hopelessSet }
}

/** Small, and each with other bytes: equal contents would be computed once. */
function picture(seed: number): Sharp {
  const { width, height } = SIZE
  const rgb = Buffer.alloc(width * height * 3)
  rgb.forEach((_, at) => (rgb[at] = (at * (seed + 3) + ((at * at) >> 7)) % 251))
  return sharp(rgb, { raw: { width, height, channels: 3 } })
}

/**
 * Small good pictures, for tests that need many.
 * @param nameOf file names by index; without it they are pairs of stages.
 */
export async function makeManyPictures(
  folder: string,
  count: number,
  nameOf: (index: number) => string = nameInPair,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (let index = 0; index < count; index += 1) {
    writeFileSync(join(folder, nameOf(index)), await picture(index).png().toBuffer())
  }
}

function nameInPair(index: number): string {
  const pair = Math.floor(index / 2)
  const minute = String(Math.floor(pair / 60)).padStart(2, '0')
  const second = String(pair % 60).padStart(2, '0')
  const stage = index % 2 === 0 ? 'stage1_generated' : 'stage2_upscaled'
  return `20250708_06${minute}${second}_${stage}.png`
}

async function animation(): Promise<Buffer> {
  const frames = [await picture(57).png().toBuffer(), await picture(58).png().toBuffer()]
  return sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer()
}

/**
 * Everything that writing could change, of every file, folder and link below a folder: names, bytes, times,
 * permissions. Equal before and after means that nothing was written.
 */
export function fingerprint(folder: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  const visit = (path: string): void => {
    const absolute = join(folder, path)
    const { mode, size, mtimeNs } = lstatSync(absolute, { bigint: true })
    entries.set(path, `${mode} ${size} ${mtimeNs} ${contentOf(absolute)}`)
    // Not readdir's own recursion: it follows links, and would go round in loops.
    if (!lstatSync(absolute).isDirectory()) return
    for (const name of readdirSync(absolute)) visit(join(path, name))
  }
  visit('.')
  return entries
}

function contentOf(path: string): string {
  const stats = lstatSync(path)
  if (stats.isSymbolicLink()) return readlinkSync(path)
  // A file that its owner may not read is told by size and time alone.
  if (!stats.isFile() || (stats.mode & 0o400) === 0) return ''
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
