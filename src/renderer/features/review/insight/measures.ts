/** The rankers' numbers as the panel tells them: label, meaning, words, and whether more or less is better. */
import type { TechnicalFeature } from '../../../../shared/features.ts'
import { count, percent, percentWithTenths, signedPercent } from '../../../words/numbers.ts'

/** What stands where nothing is known. */
export const UNKNOWN = '–'

export interface Measure {
  readonly feature: TechnicalFeature
  /** Told in the same cell. */
  readonly with?: TechnicalFeature
  readonly label: string
  /** A sentence for who wants to know. */
  readonly meaning: string
  /** @param second the value of `with`, else NaN. */
  readonly words: (value: number, second: number) => string
  /** Left out where neither is better. */
  readonly best?: 'most' | 'least'
}

export interface MeasureGroup {
  readonly title: string
  readonly measures: readonly Measure[]
}

/** Every feature but the number of pixels, which stands under each picture, in the order of reading. */
export const MEASURE_GROUPS: readonly MeasureGroup[] = [
  {
    title: 'Picture',
    measures: [
      {
        feature: 'sharpness',
        label: 'sharpness',
        meaning: 'Variance of the Laplacian of the whole picture: more is sharper',
        words: variance,
        best: 'most',
      },
      {
        feature: 'noise',
        label: 'noise',
        meaning: 'Estimated noise, as a share of the whole range of brightness',
        words: percentWithTenths,
        best: 'least',
      },
      {
        feature: 'clippedLow',
        label: 'pure black',
        meaning: 'Share of the picture without detail in the shadows',
        words: percentWithTenths,
        best: 'least',
      },
      {
        feature: 'clippedHigh',
        label: 'pure white',
        meaning: 'Share of the picture without detail in the lights',
        words: percentWithTenths,
        best: 'least',
      },
      {
        feature: 'exposure',
        label: 'brightness',
        meaning: 'Mean brightness, from 0 % (black) to 100 % (white)',
        words: percent,
      },
      {
        feature: 'contrast',
        label: 'contrast',
        meaning: 'Standard deviation of brightness',
        words: percent,
      },
      {
        feature: 'colourfulness',
        label: 'colourfulness',
        meaning: 'Hasler and Süsstrunk: 0 is grey, above 60 is very colourful',
        words: (value) => String(Math.round(value * 100)),
      },
      {
        feature: 'warmth',
        label: 'warmth',
        meaning: 'Mean red minus mean blue: plus is warm, minus is cold',
        words: signedPercent,
      },
      {
        feature: 'luminanceX',
        with: 'luminanceY',
        label: 'light',
        meaning: 'Centre of brightness: % of the way from left to right · from top to bottom',
        words: place,
      },
    ],
  },
  {
    title: 'Subject',
    measures: [
      {
        feature: 'subjectSharpness',
        label: 'sharpness',
        meaning: 'Variance of the Laplacian inside the subject: more is sharper',
        words: variance,
        best: 'most',
      },
      {
        feature: 'subjectExposure',
        label: 'brightness',
        meaning: 'Mean brightness of the subject',
        words: percent,
      },
      {
        feature: 'subjectContrast',
        label: 'contrast',
        meaning: 'Standard deviation of brightness inside the subject',
        words: percent,
      },
      {
        feature: 'subjectArea',
        label: 'size',
        meaning: 'Share of the picture inside the box of the subject',
        words: percent,
      },
      {
        feature: 'subjectX',
        with: 'subjectY',
        label: 'place',
        meaning: 'Centre of the subject: % of the way from left to right · from top to bottom',
        words: place,
      },
      {
        feature: 'personCuts',
        label: 'cut by edges',
        meaning: 'How many edges of the picture cut the person',
        words: numberOrNone,
        best: 'least',
      },
    ],
  },
  {
    title: 'Faces',
    measures: [
      {
        feature: 'faceCount',
        label: 'found',
        meaning: 'How many faces were found',
        words: numberOrNone,
      },
      {
        feature: 'faceSharpness',
        label: 'sharpness',
        meaning: 'Variance of the Laplacian inside the largest face: more is sharper',
        words: variance,
        best: 'most',
      },
      {
        feature: 'eyesOpen',
        label: 'eyes open',
        meaning: 'How open the more closed eye of the largest face is',
        words: percent,
        best: 'most',
      },
      {
        feature: 'faceArea',
        label: 'size',
        meaning: 'Share of the picture that the largest face covers',
        words: (value) => (value === 0 ? UNKNOWN : percentWithTenths(value)),
      },
    ],
  },
  {
    title: 'Hands',
    measures: [
      {
        feature: 'handCount',
        label: 'found',
        meaning: 'How many hands were found',
        words: numberOrNone,
      },
      {
        feature: 'handConfidence',
        label: 'certainty',
        meaning: 'How sure the detector is of the hand that it is least sure of',
        words: percent,
        best: 'most',
      },
      {
        feature: 'handDeviation',
        label: 'unusual by',
        meaning:
          'How far the most unusual measure of a hand is from usual hands, in standard deviations: a hint to look, no verdict',
        words: (value) => (value === 0 ? 'none' : `${value.toFixed(1)} σ`),
        best: 'least',
      },
    ],
  },
]

/** Kept as log1p, which hides differences; told as the variance itself. */
function variance(log: number): string {
  return count(Math.round(Math.expm1(log)))
}

function place(xFraction: number, yFraction: number): string {
  return `${Math.round(xFraction * 100)} · ${Math.round(yFraction * 100)}`
}

function numberOrNone(value: number): string {
  return value === 0 ? 'none' : count(value)
}
