import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  PIXEL_FEATURES,
  TECHNICAL_FEATURES,
  type PixelNumbers,
  type Saliency,
  type TechnicalFeature,
} from '../../shared/features.ts'
import type { Face, Hand, People, Person } from '../../shared/people.ts'
import { anyBox, anyPeople, anySaliency } from './people.fixture.ts'
import { boxArea, technicalFeatures } from './technical.ts'

const PIXELS = Object.fromEntries(
  PIXEL_FEATURES.map((name, index) => [name, index + 0.5]),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets that every name is there
) as PixelNumbers
const SALIENCY: Saliency = {
  map: { columns: 1, rows: 1, values: Uint8Array.of(255) },
  box: { left: 0.25, top: 0, right: 0.75, bottom: 0.5 },
  centre: { x: 0.375, y: 0.25 },
  inside: { sharpness: 3, exposure: 0.5, contrast: 0.125 },
}
const PERSON: Person = {
  mask: { columns: 2, rows: 2, values: Uint8Array.of(0, 255, 0, 255) },
  box: { left: 0.5, top: 0, right: 1, bottom: 1 },
  area: 0.5,
  cutBy: ['top', 'bottom'],
  inside: { sharpness: 6, exposure: 0.25, contrast: 0.75 },
}
const NOBODY: People = { faces: [], hands: [], joints: [], person: null }

function face(width: number, sharpness: number | null, eyesOpen: number | null): Face {
  const box = { left: 0, top: 0, right: width, bottom: 0.5 }
  return { box, confidence: 0.9, sharpness, eyesOpen }
}

function hand(confidence: number, ...deviations: number[]): Hand {
  const outliers = deviations.map((deviation) => ({ words: 'ring finger is long', deviation }))
  return {
    box: { left: 0, top: 0, right: 1, bottom: 1 },
    confidence,
    points: [],
    foundIn: 'picture',
    outliers,
  }
}

/** The numbers by name. */
function told(...input: Parameters<typeof technicalFeatures>): Record<TechnicalFeature, number> {
  const numbers = technicalFeatures(...input)
  const entries = TECHNICAL_FEATURES.map((name, index) => [name, numbers[index]])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets that every name is there
  return Object.fromEntries(entries) as Record<TechnicalFeature, number>
}

/** Names of the numbers that are not known. */
function unknown(...input: Parameters<typeof technicalFeatures>): string[] {
  const numbers = told(...input)
  return TECHNICAL_FEATURES.filter((name) => Number.isNaN(numbers[name]))
}

describe('what is not known is NaN', () => {
  const subject = TECHNICAL_FEATURES.filter((name) => name.startsWith('subject'))
  const ofPeople = TECHNICAL_FEATURES.slice(TECHNICAL_FEATURES.indexOf('personCuts'))

  test('nothing known', () => {
    expect(unknown(null, null, null)).toEqual(TECHNICAL_FEATURES)
  })

  test('pixels known', () => {
    expect(unknown(PIXELS, null, null)).toEqual([...subject, ...ofPeople])
    expect([...technicalFeatures(PIXELS, null, null)].slice(0, PIXEL_FEATURES.length)).toEqual(
      PIXEL_FEATURES.map((name) => PIXELS[name]),
    )
  })

  test('saliency known', () => {
    expect(unknown(null, SALIENCY, null)).toEqual([...PIXEL_FEATURES, ...ofPeople])
  })

  test('nobody there: counts are 0, what a face or hand would tell is not known', () => {
    const rest = ['faceSharpness', 'eyesOpen', 'handConfidence']
    expect(unknown(PIXELS, SALIENCY, NOBODY)).toEqual(rest)
    expect(told(PIXELS, SALIENCY, NOBODY)).toMatchObject({
      personCuts: 0,
      faceCount: 0,
      faceArea: 0,
      handCount: 0,
      handDeviation: 0,
    })
  })

  test('a face too small to measure', () => {
    const people = { ...NOBODY, faces: [face(0.01, null, null)] }
    expect(unknown(PIXELS, SALIENCY, people)).toEqual([
      'faceSharpness',
      'eyesOpen',
      'handConfidence',
    ])
  })
})

test('the subject is the person before what stands out', () => {
  expect(told(null, SALIENCY, NOBODY)).toMatchObject({
    subjectSharpness: 3,
    subjectExposure: 0.5,
    subjectContrast: 0.125,
    subjectX: 0.375,
    subjectY: 0.25,
    subjectArea: 0.25,
  })
  expect(told(null, SALIENCY, { ...NOBODY, person: PERSON })).toMatchObject({
    subjectSharpness: 6,
    subjectExposure: 0.25,
    subjectContrast: 0.75,
    subjectX: 0.75,
    subjectY: 0.5,
    subjectArea: 0.5,
    personCuts: 2,
  })
})

test('the largest face decides', () => {
  const faces = [face(0.25, 1, 0.5), face(0.5, 2, 0.25), face(0.125, 3, 1)]
  for (const order of [faces, faces.toReversed()]) {
    expect(told(null, null, { ...NOBODY, faces: order })).toMatchObject({
      faceCount: 3,
      faceArea: 0.25,
      faceSharpness: 2,
      eyesOpen: 0.25,
    })
  }
})

test('the worst hand decides', () => {
  const hands = [hand(1, 4), hand(0.5), hand(0.75, 5, 8, 6)]
  for (const order of [hands, hands.toReversed()]) {
    expect(told(null, null, { ...NOBODY, hands: order })).toMatchObject({
      handCount: 3,
      handConfidence: 0.5,
      handDeviation: 8,
    })
  }
})

test('one number for each name, and never infinity', () => {
  fc.assert(
    fc.property(fc.option(anySaliency), fc.option(anyPeople), (saliency, people) => {
      const numbers = technicalFeatures(PIXELS, saliency, people)
      expect(numbers).toHaveLength(TECHNICAL_FEATURES.length)
      expect(
        [...numbers].every((number) => Math.abs(number) < Infinity || Number.isNaN(number)),
      ).toBe(true)
    }),
  )
})

describe('the area of a box', () => {
  test.each([
    ['inside', { left: 0.25, top: 0.5, right: 0.75, bottom: 1 }, 0.25],
    ['reaching out on two sides', { left: -1, top: -1, right: 0.5, bottom: 0.5 }, 0.25],
    ['around the picture', { left: -1, top: -1, right: 2, bottom: 2 }, 1],
    ['outside', { left: 1.25, top: 1.25, right: 2, bottom: 2 }, 0],
    ['inside out', { left: 0.75, top: 0, right: 0.25, bottom: 1 }, 0],
  ])('%s', (_, box, area) => {
    expect(boxArea(box)).toBe(area)
  })

  test('is a share of the picture', () => {
    fc.assert(
      fc.property(anyBox, (box) => {
        expect(boxArea(box)).toBeGreaterThanOrEqual(0)
        expect(boxArea(box)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
