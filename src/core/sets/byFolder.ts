import { fileNameOf, folderOf } from './fileName.ts'
import { groupByKey } from './groupByKey.ts'

/**
 * Most images a set folder holds: sets have 2-4 (DOMAIN), bursts up to a dozen; a folder with more is a
 * collection, whatever its name.
 */
export const MAX_FOLDER_IMAGES = 12

/** `set_001`, `group 8`, `mojo1-burst-12`: a word for a set, then its number, at the end of the name. */
const NAMED_SET =
  /(?:^|[ _.-])(?:set|group|burst|stack|series|sequence|bracket|cluster|similar|variants?|variations?|duplicates?)[ _.-]?\(?\d+\)?$/i

/** `0001`. Three digits at least: `07` is as likely a month or a day. */
const NUMBER = /^\d{3,}$/

/** A year, a year and month, or a date, written without separators: a diary, not a series of sets. */
const DATE = /^(?:19|20)\d{2}(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?)?$/

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Hexadecimal, letters and digits mixed, at least 8: what programs call a thing they give an id. */
const HASH = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{8,64}$/i

type SeriesKind = 'named' | 'number' | 'identifier'

function seriesKindOf(folderName: string): SeriesKind | null {
  if (NAMED_SET.test(folderName)) return 'named'
  if (NUMBER.test(folderName) && !DATE.test(folderName)) return 'number'
  if (UUID.test(folderName) || HASH.test(folderName)) return 'identifier'
  return null
}

/**
 * Finds the folders that are sets because their names say so. The rule: a folder is a set when it holds
 * 2 to 12 images and no folder with images, and its name is
 * - a word for a set and a number (`set_001`, `group 8`, `burst-12`); or
 * - a bare number of three digits or more that is no date (`0001`), or an id (UUID, hash), and more than
 *   half of the folders beside it, itself included and at least two, look alike: such a name means a
 *   set only as one of a series.
 * Folders without images anywhere below are not counted.
 * @param relativePaths images, with forward slashes.
 * @returns folders as relative paths; never the root.
 */
export function findSetFolders(relativePaths: Iterable<string>): Set<string> {
  const imageCounts = countImages(relativePaths)
  const childFolders = listChildFolders(imageCounts.keys())
  const setFolders = new Set<string>()
  for (const siblings of childFolders.values()) {
    const candidates: [folder: string, kind: SeriesKind][] = []
    for (const folder of siblings) {
      const kind = seriesKindOf(fileNameOf(folder))
      const imageCount = imageCounts.get(folder) ?? 0
      const isLeaf = !childFolders.has(folder)
      if (kind !== null && isLeaf && imageCount >= 2 && imageCount <= MAX_FOLDER_IMAGES) {
        candidates.push([folder, kind])
      }
    }
    for (const [kind, alike] of groupByKey(candidates, ([, kind]) => kind)) {
      const isSeries = alike.length >= 2 && alike.length * 2 > siblings.size
      if (kind === 'named' || isSeries) for (const [folder] of alike) setFolders.add(folder)
    }
  }
  return setFolders
}

function countImages(relativePaths: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const path of relativePaths) {
    const folder = folderOf(path)
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return counts
}

/** Every folder that has folders with images somewhere below, and those folders. */
function listChildFolders(foldersWithImages: Iterable<string>): Map<string, Set<string>> {
  const children = new Map<string, Set<string>>()
  for (const withImages of foldersWithImages) {
    for (let folder = withImages; folder !== ''; folder = folderOf(folder)) {
      const parent = folderOf(folder)
      const siblings = children.get(parent) ?? new Set()
      siblings.add(folder)
      children.set(parent, siblings)
    }
  }
  return children
}
