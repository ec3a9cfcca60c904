import { isUtf8 } from 'node:buffer'
import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { extensionOf, fileNameOf } from '../../core/sets/fileName.ts'
import { isImageName, isLeftOut } from '../../core/sets/pictureNames.ts'
import { compareNatural } from '../../core/sets/naturalOrder.ts'
import type { FailedFile } from '../../shared/domain.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import { folderError, quoted, whyUnreadable } from './walkFailures.ts'

/** Enough to keep a slow disk busy, few enough that cancelling is immediate. */
const STATS_AT_ONCE = 64

/** One image file of a folder. */
export interface WalkedFile {
  /** Below the folder, with forward slashes, otherwise letter for letter as on disk. */
  readonly relativePath: string
  readonly sizeBytes: number
  /** Milliseconds since 1970, whole. */
  readonly modifiedMs: number
}

export interface WalkOptions {
  /** Asked before each folder and each handful of files. */
  readonly isCancelled: () => boolean
  /** Told the number of images found so far, after each handful. */
  readonly onProgress: (imagesFound: number) => void
}

export interface WalkResult {
  /** In natural order of paths. */
  readonly files: readonly WalkedFile[]
  /** Images and folders that could not be read, each with a sentence; paths and order as in `files`. */
  readonly failed: readonly FailedFile[]
}

/** A file, folder or link on the way. */
interface Place {
  /** Empty for the root. */
  readonly relativePath: string
  /** Absolute, the folders above it resolved: its identity. */
  readonly realPath: string
}

interface Walk extends WalkOptions {
  readonly rootPath: string
  readonly rootRealPath: string
  readonly files: WalkedFile[]
  readonly failed: FailedFile[]
  /** Real paths: nothing is visited twice, whichever links lead to it. */
  readonly seen: Set<string>
  /** Symbolic links met on the way. They are followed last, so that a file goes by its own name. */
  readonly links: Place[]
}

/**
 * Finds every image in a folder and in the folders below. Hidden files and folders (leading dot) and
 * Setwise's own output folders are left out. Symbolic links are followed, but whatever they lead to is
 * visited once, and a folder that holds the link or the root is not followed: loops end. No file is
 * opened and nothing is changed.
 * @throws SetwiseError `folder-missing` when the folder is not there, is no folder or vanishes meanwhile;
 *   `file-unreadable` when it may not be read.
 * @throws CancelledError when `isCancelled` says so.
 */
export async function walkFolder(folder: string, options: WalkOptions): Promise<WalkResult> {
  const rootPath = resolve(folder)
  const rootRealPath = await requireFolder(rootPath)
  const walk: Walk = {
    isCancelled: options.isCancelled,
    onProgress: options.onProgress,
    rootPath,
    rootRealPath,
    files: [],
    failed: [],
    seen: new Set(),
    links: [],
  }
  await walkTree(walk, { relativePath: '', realPath: rootRealPath })
  // The list grows while it is gone through: a followed folder may hold more links.
  for (const link of walk.links) await followLink(walk, link)
  // When a disk is pulled out everything vanishes: that is one sentence, not thousands of failures.
  await requireFolder(rootPath)
  return {
    files: walk.files.toSorted((a, b) => compareNatural(a.relativePath, b.relativePath)),
    failed: walk.failed.toSorted((a, b) => compareNatural(a.path, b.path)),
  }
}

async function walkTree(walk: Walk, start: Place): Promise<void> {
  const waiting = [start]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    throwIfCancelled(walk)
    if (walk.seen.has(folder.realPath)) continue
    walk.seen.add(folder.realPath)
    const found = sortOut(walk, folder, await readEntries(walk, folder))
    for (const link of found.links) walk.links.push(link)
    for (const child of found.folders) waiting.push(child)
    await addImages(walk, found.images)
  }
}

/** Names as bytes: as text, a name that is not valid UTF-8 would silently turn into another one. */
async function readEntries(walk: Walk, folder: Place): Promise<Dirent<Buffer>[]> {
  try {
    const path = join(walk.rootPath, folder.relativePath)
    return await readdir(path, { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    if (folder.relativePath === '') throw folderError(walk.rootPath, error)
    fail(walk, folder, whyUnreadable(folder.relativePath, error))
    return []
  }
}

interface Found {
  readonly folders: readonly Place[]
  readonly images: readonly Place[]
  readonly links: readonly Place[]
}

/** Decides what each entry of a folder is. The order of the disk is given up: it differs between runs. */
function sortOut(walk: Walk, folder: Place, entries: readonly Dirent<Buffer>[]): Found {
  const folders: Place[] = []
  const images: Place[] = []
  const links: Place[] = []
  for (const entry of entries) {
    const name = entry.name.toString()
    if (isLeftOut(name)) continue
    const place = {
      relativePath: folder.relativePath === '' ? name : `${folder.relativePath}/${name}`,
      realPath: join(folder.realPath, name),
    }
    if (!isUtf8(entry.name)) {
      if (entry.isDirectory() || isImageName(name)) {
        fail(walk, place, `The name of ${quoted(name)} is not valid UTF-8. Rename it.`)
      }
    } else if (entry.isSymbolicLink()) links.push(place)
    else if (entry.isDirectory()) folders.push(place)
    else if (isImageName(name)) images.push(place)
  }
  return { folders: folders.toSorted(byPath), images, links: links.toSorted(byPath) }
}

async function addImages(walk: Walk, images: readonly Place[]): Promise<void> {
  for (let start = 0; start < images.length; start += STATS_AT_ONCE) {
    throwIfCancelled(walk)
    const handful = images.slice(start, start + STATS_AT_ONCE)
    await Promise.all(handful.map((image) => addImage(walk, image)))
    walk.onProgress(walk.files.length)
  }
}

async function addImage(walk: Walk, image: Place): Promise<void> {
  if (walk.seen.has(image.realPath)) return
  walk.seen.add(image.realPath)
  const { relativePath } = image
  try {
    const stats = await stat(join(walk.rootPath, relativePath))
    if (!stats.isFile()) {
      fail(walk, image, `${quoted(relativePath)} is not an ordinary file. Setwise leaves it alone.`)
    } else if (stats.size === 0) {
      fail(
        walk,
        image,
        `${quoted(relativePath)} is empty (0 bytes). Copy it again from its source.`,
      )
    } else {
      walk.files.push({
        relativePath,
        sizeBytes: stats.size,
        modifiedMs: Math.floor(stats.mtimeMs),
      })
    }
  } catch (error) {
    fail(walk, image, whyUnreadable(relativePath, error))
  }
}

async function followLink(walk: Walk, link: Place): Promise<void> {
  throwIfCancelled(walk)
  const { relativePath } = link
  const path = join(walk.rootPath, relativePath)
  let isFolder = false
  let target = ''
  try {
    isFolder = (await stat(path)).isDirectory()
    target = await realpath(path)
  } catch (error) {
    // A broken link without an extension may have led to a folder of images; notes.txt did not.
    if (extensionOf(fileNameOf(relativePath)) === '' || isImageName(relativePath)) {
      fail(walk, link, whyUnreadable(relativePath, error, 'link'))
    }
    return
  }
  if (leadsToLeftOut(walk.rootRealPath, target)) return
  if (!isFolder) {
    if (isImageName(relativePath)) await addImages(walk, [{ relativePath, realPath: target }])
  } else if (!holds(target, dirname(link.realPath)) && !holds(target, walk.rootRealPath)) {
    await walkTree(walk, { relativePath, realPath: target })
  }
}

/** A link is no back door to what is left out: below the root every folder on the way counts. */
function leadsToLeftOut(rootRealPath: string, target: string): boolean {
  if (!holds(rootRealPath, target)) return isLeftOut(basename(target))
  return relative(rootRealPath, target).split(sep).some(isLeftOut)
}

/** Whether the folder is the place or lies above it. */
function holds(folder: string, place: string): boolean {
  const way = relative(folder, place)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function byPath(left: Place, right: Place): number {
  return compareNatural(left.relativePath, right.relativePath)
}

function fail(walk: Walk, place: Place, reason: string): void {
  walk.failed.push({ path: place.relativePath, reason })
}

function throwIfCancelled(walk: Walk): void {
  if (walk.isCancelled()) throw new CancelledError('Reading the folder was cancelled.')
}

/**
 * Looks whether an opened folder is still there: asked whenever files in it cannot be read.
 * @returns its path with links resolved.
 * @throws SetwiseError `folder-missing` or `file-unreadable`, naming it.
 */
export async function requireFolder(path: string): Promise<string> {
  try {
    const realPath = await realpath(path)
    if ((await stat(realPath)).isDirectory()) return realPath
  } catch (error) {
    throw folderError(path, error)
  }
  throw new SetwiseError(
    'folder-missing',
    `${path} is a file, not a folder. Open the folder it lies in.`,
  )
}
