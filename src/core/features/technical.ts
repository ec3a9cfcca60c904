/** Puts together what the extractors left of one image into the numbers that the rankers take. */
import {
  PIXEL_FEATURES,
  TECHNICAL_FEATURES,
  type PixelNumbers,
  type Saliency,
  type TechnicalFeature,
} from '../../shared/features.ts'
import type { Box, Face, People } from '../../shared/people.ts'
import { subjectOf } from './subject.ts'

/**
 * The numbers in the order of TECHNICAL_FEATURES; NaN where nothing is known.
 * @param people null while nobody has looked for them.
 */
export function technicalFeatures(
  pixels: PixelNumbers | null,
  saliency: Saliency | null,
  people: People | null,
): Float32Array {
  const numbers: Readonly<Partial<Record<TechnicalFeature, number>>> = {
    ...(pixels === null ? {} : pick(pixels)),
    ...subjectNumbers(saliency, people),
    ...(people === null ? {} : peopleNumbers(people)),
  }
  return Float32Array.from(TECHNICAL_FEATURES, (name) => numbers[name] ?? Number.NaN)
}

/** Share of the picture inside a box; what reaches out of the picture does not count. */
export function boxArea({ left, top, right, bottom }: Box): number {
  const width = Math.min(1, right) - Math.max(0, left)
  const height = Math.min(1, bottom) - Math.max(0, top)
  return Math.max(0, width) * Math.max(0, height)
}

function pick(pixels: PixelNumbers): Partial<Record<TechnicalFeature, number>> {
  return Object.fromEntries(PIXEL_FEATURES.map((name) => [name, pixels[name]]))
}

function subjectNumbers(
  saliency: Saliency | null,
  people: People | null,
): Partial<Record<TechnicalFeature, number>> {
  const subject = subjectOf(saliency, people)
  if (subject === null) return {}
  return {
    subjectSharpness: subject.inside.sharpness,
    subjectExposure: subject.inside.exposure,
    subjectContrast: subject.inside.contrast,
    subjectX: subject.centre.x,
    subjectY: subject.centre.y,
    subjectArea: boxArea(subject.box),
  }
}

function peopleNumbers({
  faces,
  hands,
  person,
}: People): Partial<Record<TechnicalFeature, number>> {
  const face = largestFace(faces)
  return {
    personCuts: person?.cutBy.length ?? 0,
    faceCount: faces.length,
    faceArea: face === null ? 0 : boxArea(face.box),
    faceSharpness: face?.sharpness ?? Number.NaN,
    eyesOpen: face?.eyesOpen ?? Number.NaN,
    handCount: hands.length,
    handConfidence:
      hands.length === 0 ? Number.NaN : Math.min(...hands.map(({ confidence }) => confidence)),
    handDeviation: Math.max(
      0,
      ...hands.flatMap(({ outliers }) => outliers.map(({ deviation }) => deviation)),
    ),
  }
}

function largestFace(faces: readonly Face[]): Face | null {
  return faces.reduce<Face | null>(
    (largest, face) =>
      largest !== null && boxArea(largest.box) >= boxArea(face.box) ? largest : face,
    null,
  )
}
