/**
 * How every row of a history must end, given the pictures that are there. The rules, from DOMAIN ("His files")
 * and nothing else; files are taken in the order given, rows from top to bottom:
 *
 * 1. A row that cannot be understood, or contradicts itself, is quarantined. A choice beside an impossible crop is
 *    still a choice: the crop is left out, and the row is quarantined for it only where no news remains.
 * 2. A row tells up to three things: a choice (this image before those), a crop of an image (a box, or only that
 *    it was cropped), and that an image was kept whole. When an earlier row that was imported or waits has told
 *    all of it, the row is a duplicate: it would change nothing. A box is the same when it is the same to the
 *    pixel; boxes in pixels and in fractions can be compared only once the size of the picture is known,
 *    from itself or from the row in pixels. That an image was cropped is known when a box of it is.
 * 3. A row waits when its chosen image is not there, or when it tells only a choice and no rejected image is
 *    there: nothing can be learned from it yet. Of a set that was rejected, any image will do.
 * 4. Everything else is imported; of a set with a missing rejected image, what is there.
 * 5. A row of a Parquet file has a bare file name: with two pictures of that name it is quarantined.
 */
import { assertNever } from '../../src/shared/errors.ts'
import type { RowOutcome } from '../../src/shared/history.ts'
import type { Box } from './cropBoxes.ts'
import type { BrokenCode, HistoryFile, PictureName, RowContent, Told, ToldCrop } from './rows.ts'

export type OutcomeCode =
  | BrokenCode
  /** Imported: all of it; without the rivals that are gone; cropped, where unknown; not the picture's shape. */
  | 'whole'
  | 'some-rivals-gone'
  | 'cropped-somewhere'
  | 'free-aspect'
  /** Duplicate: of a row of the same file; of another file's, or of several rows together. */
  | 'repeated-row'
  | 'told-before'
  /** Waiting. */
  | 'chosen-gone'
  | 'rivals-gone'
  | 'all-gone'
  /** Quarantined: a bare name that two projects have. */
  | 'name-in-two-projects'

export interface Verdict {
  readonly outcome: RowOutcome
  readonly code: OutcomeCode
}

/** Sizes of the pictures that are there. */
export type PicturesThere = ReadonlyMap<PictureName, readonly [widthPx: number, heightPx: number]>

/** Boxes are the same when no edge differs by more: half a pixel, and what six decimals leave. */
const SAME_EDGE_PX = 0.6
const SAME_EDGE_FRACTION = 2e-6
/** How far a crop's shape may be from the picture's (issue "History", normalisation). */
const SHAPE_TOLERANCE = 0.01

/** The verdict on each row of each file, in the same order. A pure function. */
export function judgeHistory(
  files: readonly Pick<HistoryFile, 'name' | 'rows'>[],
  there: PicturesThere,
): Verdict[][] {
  const memory = createMemory(there)
  const byFileName = new Map<string, number>()
  for (const picture of there.keys()) {
    const fileName = picture.slice(picture.indexOf('/') + 1)
    byFileName.set(fileName, (byFileName.get(fileName) ?? 0) + 1)
  }
  return files.map(({ name, rows }) => {
    const features = new Set<string>()
    return rows.map(({ content }) => judgeRow(content, name))

    function judgeRow(content: RowContent, file: string): Verdict {
      switch (content.state) {
        case 'broken':
          return { outcome: 'quarantined', code: content.code }
        case 'feature':
          return judgeFeature(content.fileName)
        case 'told': {
          const known = memory.whoTold(content.told)
          if (known !== null) {
            if (content.leftOut !== undefined) {
              return { outcome: 'quarantined', code: content.leftOut }
            }
            const code = known.size === 1 && known.has(file) ? 'repeated-row' : 'told-before'
            return { outcome: 'duplicate', code }
          }
          memory.remember(content.told, file)
          return judgeNew(content.told, there)
        }
        default:
          return assertNever(content)
      }
    }

    function judgeFeature(fileName: string): Verdict {
      const found = byFileName.get(fileName) ?? 0
      if (found > 1) return { outcome: 'quarantined', code: 'name-in-two-projects' }
      if (features.has(fileName)) return { outcome: 'duplicate', code: 'repeated-row' }
      features.add(fileName)
      return found === 0
        ? { outcome: 'waiting', code: 'all-gone' }
        : { outcome: 'imported', code: 'whole' }
    }
  })
}

/** Of a row that tells something new. */
function judgeNew(told: Told, there: PicturesThere): Verdict {
  const { images, chosen, crop } = told
  const present = images.filter((image) => there.has(image))
  const picture = chosen === null ? undefined : images[chosen]
  if (present.length === 0) return { outcome: 'waiting', code: 'all-gone' }
  if (picture !== undefined && !there.has(picture))
    return { outcome: 'waiting', code: 'chosen-gone' }
  const hasRival = images.length === 1 || present.length > 1 || chosen === null
  if (!hasRival && crop === null) return { outcome: 'waiting', code: 'rivals-gone' }
  const size = picture === undefined ? undefined : there.get(picture)
  if (crop !== null && crop.unit !== 'somewhere' && size !== undefined && !hasShape(crop, size)) {
    return { outcome: 'imported', code: 'free-aspect' }
  }
  if (present.length < images.length) return { outcome: 'imported', code: 'some-rivals-gone' }
  if (crop?.unit === 'somewhere') return { outcome: 'imported', code: 'cropped-somewhere' }
  return { outcome: 'imported', code: 'whole' }
}

type PlacedCrop = Extract<ToldCrop, { readonly box: Box }>

function hasShape(crop: PlacedCrop, size: readonly [number, number]): boolean {
  const [left, top, right, bottom] = inPixels(crop, size)
  const shape = (right - left) / (bottom - top)
  return Math.abs(shape / (size[0] / size[1]) - 1) <= SHAPE_TOLERANCE
}

function inPixels({ unit, box }: PlacedCrop, [widthPx, heightPx]: readonly [number, number]): Box {
  if (unit === 'pixels') return box
  const [left, top, right, bottom] = box
  return [left * widthPx, top * heightPx, right * widthPx, bottom * heightPx]
}

/** What rows before have told, and which file it was. */
function createMemory(there: PicturesThere) {
  const choices = new Map<string, string>()
  const chosenImages = new Map<PictureName, string>()
  const keptWhole = new Map<PictureName, string>()
  const crops = new Map<PictureName, { readonly crop: ToldCrop; readonly file: string }[]>()

  const choiceOf = ({ images, chosen }: Told): string =>
    [chosen === null ? '' : (images[chosen] ?? ''), ...images.toSorted()].join('\n')

  const tellerOfCrop = (picture: PictureName, crop: ToldCrop): string | undefined =>
    crops.get(picture)?.find((known) => isKnown(crop, known.crop, there.get(picture)))?.file

  /** The files that told all of it before; null when something is new. */
  const whoTold = (told: Told): ReadonlySet<string> | null => {
    const { images, chosen, crop, isKeptWhole } = told
    const picture = chosen === null ? null : (images[chosen] ?? null)
    const tellers = [
      images.length === 1 && picture !== null
        ? chosenImages.get(picture)
        : choices.get(choiceOf(told)),
    ]
    if (crop !== null && picture !== null) tellers.push(tellerOfCrop(picture, crop))
    if (isKeptWhole && picture !== null) tellers.push(keptWhole.get(picture))
    const files = new Set<string>()
    for (const teller of tellers) {
      if (teller === undefined) return null
      files.add(teller)
    }
    return files
  }

  const remember = (told: Told, file: string): void => {
    const { images, chosen, crop, isKeptWhole } = told
    const addTo = (map: Map<string, string>, key: string) => {
      if (!map.has(key)) map.set(key, file)
    }
    addTo(choices, choiceOf(told))
    const picture = chosen === null ? null : (images[chosen] ?? null)
    if (picture === null) return
    addTo(chosenImages, picture)
    if (isKeptWhole) addTo(keptWhole, picture)
    if (crop !== null) {
      crops.set(picture, [...(crops.get(picture) ?? []), { crop, file }])
    }
  }

  return { whoTold, remember }
}

/** True when the earlier crop says all that the new one does. */
function isKnown(
  crop: ToldCrop,
  earlier: ToldCrop,
  pictureSize: readonly [number, number] | undefined,
): boolean {
  if (crop.unit === 'somewhere') return true
  if (earlier.unit === 'somewhere') return false
  if (crop.unit === earlier.unit) {
    return areClose(
      crop.box,
      earlier.box,
      crop.unit === 'pixels' ? SAME_EDGE_PX : SAME_EDGE_FRACTION,
    )
  }
  const size = pictureSize ?? (crop.unit === 'pixels' ? crop.sizePx : earlier.sizePx)
  return size !== null && areClose(inPixels(crop, size), inPixels(earlier, size), SAME_EDGE_PX)
}

function areClose(one: Box, other: Box, tolerance: number): boolean {
  return one.every((edge, index) => Math.abs(edge - (other[index] ?? Infinity)) <= tolerance)
}
