/** The numbers of the panel, row by row with all images of a set side by side. */
import { hammingDistance } from '../../../../core/phash/hammingIndex.ts'
import { technicalFeatures } from '../../../../core/features/technical.ts'
import {
  TECHNICAL_FEATURES,
  type ImageInsight,
  type TechnicalFeature,
} from '../../../../shared/features.ts'
import { MEASURE_GROUPS, UNKNOWN, type Measure } from './measures.ts'

export interface NumberCell {
  readonly text: string
  /** The best of its row, and the only one, where more or less has a meaning. */
  readonly isBest: boolean
}

export interface NumberRow {
  readonly label: string
  readonly meaning: string
  /** One per image. */
  readonly cells: readonly NumberCell[]
  /** All read the same: nothing to compare. */
  readonly isEven: boolean
}

export interface NumberGroup {
  readonly title: string
  readonly rows: readonly NumberRow[]
}

/**
 * All numbers of a set. The rows depend on the number of images alone, so that nothing moves from set to set.
 * @param images null while they are on their way: the cells are then empty.
 * @param count of the images.
 */
export function numberGroups(
  images: readonly ImageInsight[] | null,
  count: number,
): readonly NumberGroup[] {
  const numbers = images?.map(({ pixels, saliency, people }) =>
    technicalFeatures(pixels, saliency, people),
  )
  const groups = MEASURE_GROUPS.map(({ title, measures }) => ({
    title,
    rows: measures.map((measure) => {
      const valuesOf = (feature: TechnicalFeature | undefined): readonly number[] | undefined => {
        const index = feature === undefined ? -1 : TECHNICAL_FEATURES.indexOf(feature)
        return numbers?.map((ofImage) => ofImage[index] ?? Number.NaN)
      }
      const values = valuesOf(measure.feature)
      return values === undefined
        ? emptyRow(measure, count)
        : rowOf(measure, values, valuesOf(measure.with) ?? [])
    }),
  }))
  return [...groups, likeness(images?.map(({ phash }) => phash) ?? null, count)]
}

function rowOf(
  { label, meaning, words, best }: Measure,
  values: readonly number[],
  seconds: readonly number[],
): NumberRow {
  const texts = values.map((value, index) =>
    Number.isNaN(value) ? UNKNOWN : words(value, seconds[index] ?? Number.NaN),
  )
  const bestText = best === undefined ? null : bestOf(values, texts, best)
  return {
    label,
    meaning,
    cells: texts.map((text) => ({ text, isBest: text === bestText })),
    isEven: texts.every((text) => text === texts[0]),
  }
}

/** The text of the best value, unless another reads the same or nothing can be compared. */
function bestOf(
  values: readonly number[],
  texts: readonly string[],
  best: 'most' | 'least',
): string | null {
  const known = values.filter((value) => !Number.isNaN(value))
  if (known.length < 2) return null
  const text = texts[values.indexOf(best === 'most' ? Math.max(...known) : Math.min(...known))]
  return text === undefined || texts.filter((other) => other === text).length > 1 ? null : text
}

/** Each pair once: a row says how far the images to the right are from that one. */
function likeness(hashes: readonly (string | null)[] | null, count: number): NumberGroup {
  const rows = Array.from({ length: count - 1 }, (_, row): NumberRow => {
    const texts = Array.from({ length: count }, (_, column) => {
      if (column <= row || hashes === null) return ''
      const [from, to] = [hashes[row] ?? null, hashes[column] ?? null]
      return from === null || to === null ? UNKNOWN : String(hammingDistance(from, to))
    })
    return {
      label: `from ${row + 1}`,
      meaning: 'Bits of 64 in which the perceptual hashes differ: up to 4 is as good as the same',
      cells: texts.map((text) => ({ text, isBest: false })),
      isEven: false,
    }
  })
  return { title: 'pHash distance', rows }
}

function emptyRow({ label, meaning }: Measure, count: number): NumberRow {
  const cells = Array.from({ length: count }, () => ({ text: '', isBest: false }))
  return { label, meaning, cells, isEven: false }
}
