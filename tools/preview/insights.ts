/** What the extractors could have found in the pictures of the preview. */
import type { ContentHash } from '../../src/shared/domain.ts'
import type { ImageInsight, PixelNumbers, Saliency } from '../../src/shared/features.ts'
import {
  NOBODY,
  type Box,
  type ByteMap,
  type Hand,
  type Joint,
  type People,
  type Point,
} from '../../src/shared/people.ts'
import { unknownInsight } from '../../src/renderer/testing/sampleInsights.ts'
import { imageOf } from '../../src/renderer/testing/sampleSets.ts'
import { handPoints } from './hand.ts'
import type { PortraitMask } from './portrait.ts'

/** Set by shots.ts when it builds the page: masks of the drawn portrait. */
declare const PORTRAIT_MASK: PortraitMask
/** With the ring finger that is too long. */
declare const ODD_PORTRAIT_MASK: PortraitMask

const FACE: Box = { left: 0.325, top: 0.285, right: 0.665, bottom: 0.555 }

const around = (points: readonly Point[]): Box => ({
  left: Math.min(...points.map(({ x }) => x)) - 0.03,
  top: Math.min(...points.map(({ y }) => y)) - 0.02,
  right: Math.max(...points.map(({ x }) => x)) + 0.03,
  bottom: Math.max(...points.map(({ y }) => y)) + 0.01,
})

function hand(isOdd: boolean): Hand {
  const points = handPoints(isOdd)
  return {
    points,
    box: around(points),
    confidence: isOdd ? 0.71 : 0.94,
    foundIn: 'wrist',
    outliers: isOdd
      ? [
          { words: 'ring finger is long', deviation: 4.6 },
          { words: 'tips spread wide', deviation: 3.2 },
        ]
      : [],
  }
}

const JOINTS: readonly Joint[] = (
  [
    ['nose', 0.5, 0.44, 0.99],
    ['left-eye', 0.565, 0.408, 0.99],
    ['right-eye', 0.42, 0.408, 0.99],
    ['left-shoulder', 0.8, 0.72, 0.97],
    ['right-shoulder', 0.2, 0.72, 0.98],
    ['left-elbow', 0.86, 0.98, 0.7],
    ['right-elbow', 0.11, 0.99, 0.6],
    ['left-wrist', 0.77, 0.92, 0.9],
    ['left-hip', 0.66, 1.2, 0.1],
    ['right-hip', 0.32, 1.2, 0.1],
  ] as const
).map(([name, x, y, visibility]) => ({ name, place: { x, y }, visibility }))

/** A soft hill around a place. */
function hill(columns: number, rows: number, { x, y }: Point, width: number): ByteMap {
  const values = Uint8Array.from({ length: columns * rows }, (_, cell) => {
    const [dx, dy] = [
      ((cell % columns) + 0.5) / columns - x,
      (Math.floor(cell / columns) + 0.5) / rows - y,
    ]
    return Math.round(255 * Math.exp(-(dx * dx + dy * dy) / (2 * width * width)))
  })
  return { columns, rows, values }
}

const SALIENCY: Saliency = {
  map: hill(32, 32, { x: 0.5, y: 0.42 }, 0.19),
  box: { left: 0.21, top: 0.17, right: 0.83, bottom: 0.74 },
  centre: { x: 0.5, y: 0.43 },
  inside: { sharpness: 6.31, exposure: 0.41, contrast: 0.23 },
}

const PIXELS: PixelNumbers = {
  sharpness: 6.12,
  exposure: 0.372,
  clippedLow: 0.004,
  clippedHigh: 0.0008,
  contrast: 0.187,
  colourfulness: 0.312,
  warmth: 0.012,
  noise: 0.0071,
  luminanceX: 0.497,
  luminanceY: 0.512,
  logPixels: 21.9,
}

interface Variant {
  /** Added to every sharpness. */
  readonly sharper: number
  readonly brighter: number
  readonly isOdd: boolean
  readonly eyesOpen: number
  readonly phash: string
}

function people({ sharper, brighter, isOdd, eyesOpen }: Variant): People {
  const { columns, rows, values } = isOdd ? ODD_PORTRAIT_MASK : PORTRAIT_MASK
  return {
    faces: [{ box: FACE, confidence: 0.98, sharpness: 5.62 + sharper, eyesOpen }],
    hands: [hand(isOdd)],
    joints: JOINTS,
    person: {
      mask: { columns, rows, values: Uint8Array.from(values) },
      box: { left: 0.065, top: 0.2, right: 0.93, bottom: 1 },
      area: 0.47,
      cutBy: ['bottom'],
      inside: { sharpness: 6.4 + sharper, exposure: 0.39 + brighter, contrast: 0.24 },
    },
  }
}

const VARIANTS: readonly Variant[] = [
  { sharper: -2.1, brighter: 0, isOdd: false, eyesOpen: 0.81, phash: 'd1c4b93a6e27c358' },
  { sharper: 0, brighter: 0.004, isOdd: false, eyesOpen: 0.84, phash: 'd1c4b93a6e27c35a' },
  { sharper: 0.12, brighter: 0.046, isOdd: true, eyesOpen: 0.79, phash: 'd1c4a93a6e37c1da' },
]

/** Insights of a set of three portraits, the last with a hand that stands out. */
export function portraitInsights(setId: number): readonly ImageInsight[] {
  return VARIANTS.map((variant, index) => ({
    ...nothingKnown(setId, index + 1),
    contentHash: hashOf(setId, index),
    pixels: {
      ...PIXELS,
      sharpness: PIXELS.sharpness + variant.sharper,
      exposure: PIXELS.exposure + variant.brighter,
      colourfulness: PIXELS.colourfulness + (index === 2 ? 0.14 : 0),
      noise: PIXELS.noise + index * 0.002,
      clippedHigh: PIXELS.clippedHigh + (index === 2 ? 0.011 : 0),
    },
    phash: variant.phash,
    saliency: SALIENCY,
    people: people(variant),
    encoder: { encoderId: 'efficientnet-lite0-320', dimension: 1280, map: null },
  }))
}

/** Pictures where nobody is: people were looked for, and something else stands out. */
export function emptyLandscapes(setId: number, count: number): readonly ImageInsight[] {
  return Array.from({ length: count }, (_, index) => ({
    ...nothingKnown(setId, index + 1),
    contentHash: hashOf(setId, index),
    pixels: { ...PIXELS, sharpness: 5.4 + 0.3 * index, warmth: 0.03 * index - 0.04 },
    phash: VARIANTS[index % 3]?.phash ?? null,
    saliency: { ...SALIENCY, centre: { x: 0.44 + 0.03 * index, y: 0.43 } },
    people: NOBODY,
  }))
}

/** Before anything was looked at. */
export function nothingKnown(setId: number, position: number): ImageInsight {
  return unknownInsight(imageOf(setId, position))
}

const hashOf = (setId: number, index: number): ContentHash =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand for a made-up hash
  `${setId}${index}`.padStart(64, '0') as ContentHash
