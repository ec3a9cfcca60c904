import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NOBODY } from '../../../../shared/people.ts'
import { TECHNICAL_FEATURES, type ImageInsight } from '../../../../shared/features.ts'
import { SAMPLE_PIXELS, samplePeople, unknownInsight } from '../../../testing/sampleInsights.ts'
import { imageId } from '../../../testing/sampleSets.ts'
import { MEASURE_GROUPS } from './measures.ts'
import { numberGroups, type NumberRow } from './numberRows.ts'

const unknown = unknownInsight(imageId(1))
const insight = (of: Partial<ImageInsight>): ImageInsight => ({ ...unknown, ...of })
const sharp = (sharpness: number, noise = 0.008): ImageInsight =>
  insight({ pixels: { ...SAMPLE_PIXELS, sharpness: Math.log1p(sharpness), noise } })

function row(images: readonly ImageInsight[], title: string, label: string): NumberRow {
  const found = numberGroups(images, images.length)
    .find((group) => group.title === title)
    ?.rows.find((one) => one.label === label)
  if (found === undefined) throw new Error(`There is no row ${title}, ${label}.`)
  return found
}

const texts = ({ cells }: NumberRow): readonly string[] => cells.map(({ text }) => text)
const best = ({ cells }: NumberRow): readonly number[] =>
  cells.flatMap(({ isBest }, index) => (isBest ? [index] : []))

describe('the numbers of a set', () => {
  test('every feature of the rankers is told but the size, which stands under each picture', () => {
    const told = MEASURE_GROUPS.flatMap(({ measures }) =>
      measures.flatMap((measure) => [measure.feature, measure.with ?? []].flat()),
    )
    expect([...told, 'logPixels'].toSorted()).toEqual([...TECHNICAL_FEATURES].toSorted())
  })

  test('are told in words for people', () => {
    const images = [insight({ pixels: SAMPLE_PIXELS, people: samplePeople() })]
    expect(texts(row(images, 'Picture', 'sharpness'))).toEqual(['500'])
    expect(texts(row(images, 'Picture', 'pure black'))).toEqual(['1.2 %'])
    expect(texts(row(images, 'Picture', 'warmth'))).toEqual(['−3 %'])
    expect(texts(row(images, 'Picture', 'light'))).toEqual(['52 · 48'])
    expect(texts(row(images, 'Subject', 'sharpness'))).toEqual(['300'])
    expect(texts(row(images, 'Subject', 'cut by edges'))).toEqual(['3'])
    expect(texts(row(images, 'Faces', 'sharpness'))).toEqual(['200'])
    expect(texts(row(images, 'Faces', 'eyes open'))).toEqual(['80 %'])
    expect(texts(row(images, 'Hands', 'unusual by'))).toEqual(['none'])
  })

  test('the best is marked where more or less has a meaning, and only when it stands alone', () => {
    const images = [sharp(55, 0.012), sharp(512), sharp(454)]
    expect(best(row(images, 'Picture', 'sharpness'))).toEqual([1])
    // Two read the same.
    expect(best(row(images, 'Picture', 'noise'))).toEqual([])
    expect(best(row([sharp(9, 0.01), sharp(9, 0.002)], 'Picture', 'noise'))).toEqual([1])
    expect(best(row(images, 'Picture', 'brightness'))).toEqual([])
    expect(best(row([sharp(55), unknown], 'Picture', 'sharpness'))).toEqual([])
    expect(best(row([sharp(55), unknown, sharp(70)], 'Picture', 'sharpness'))).toEqual([2])
  })

  test('nobody there is not the same as nobody looked for', () => {
    const images = [insight({ people: NOBODY }), unknown]
    expect(texts(row(images, 'Faces', 'found'))).toEqual(['none', '–'])
    expect(texts(row(images, 'Faces', 'size'))).toEqual(['–', '–'])
    expect(texts(row(images, 'Hands', 'found'))).toEqual(['none', '–'])
  })

  test('a hand that stands out counts by its worst measure', () => {
    const people = samplePeople([
      { words: 'ring finger is long', deviation: 4.61 },
      { words: 'tips spread wide', deviation: 3 },
    ])
    const images = [insight({ people: samplePeople() }), insight({ people })]
    expect(texts(row(images, 'Hands', 'unusual by'))).toEqual(['none', '4.6 σ'])
    expect(best(row(images, 'Hands', 'unusual by'))).toEqual([0])
  })

  test('hashes are compared pair by pair, each pair once', () => {
    const images = ['ffffffffffffffff', 'fffffffffffffffe', null, '0000000000000000'].map((phash) =>
      insight({ phash }),
    )
    const group = numberGroups(images, 4).at(-1)
    expect(group?.rows.map(texts)).toEqual([
      ['', '1', '–', '64'],
      ['', '', '–', '63'],
      ['', '', '', '–'],
    ])
  })

  test('the rows are the same while the numbers are on their way, so that nothing moves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), (count) => {
        const shape = (images: readonly ImageInsight[] | null) =>
          numberGroups(images, count).map(({ title, rows }) => [
            title,
            rows.map(({ label, cells }) => [label, cells.length]),
          ])
        const images = Array.from({ length: count }, () => sharp(3))
        expect(shape(null)).toEqual(shape(images))
        expect(numberGroups(null, count).flatMap(({ rows }) => rows.flatMap(texts))).toSatisfy(
          (all: string[]) => all.every((text) => text === ''),
        )
      }),
    )
  })
})
