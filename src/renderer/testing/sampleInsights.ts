/** What could be known of an image, made up for tests. */
import type { ImageId } from '../../shared/domain.ts'
import type { ImageInsight, PixelNumbers } from '../../shared/features.ts'
import type { Hand, HandOutlier, People } from '../../shared/people.ts'

export const SAMPLE_PIXELS: PixelNumbers = {
  sharpness: Math.log1p(500),
  exposure: 0.4,
  clippedLow: 0.012,
  clippedHigh: 0,
  contrast: 0.2,
  colourfulness: 0.31,
  warmth: -0.03,
  noise: 0.008,
  luminanceX: 0.52,
  luminanceY: 0.48,
  logPixels: 20,
}

/** Nothing is known yet. */
export function unknownInsight(imageId: ImageId): ImageInsight {
  return {
    imageId,
    contentHash: null,
    pixels: null,
    phash: null,
    saliency: null,
    people: null,
    encoder: null,
  }
}

/** A hand in the right half of the picture, its points on a line. */
export function sampleHand(outliers: readonly HandOutlier[]): Hand {
  return {
    box: { left: 0.6, top: 0.5, right: 0.8, bottom: 0.9 },
    confidence: 0.9,
    points: Array.from({ length: 21 }, (_, index) => ({ x: 0.7, y: 0.55 + index * 0.015 })),
    foundIn: 'picture',
    outliers,
  }
}

/** One person with a face, a hand, two joints and a mask that covers the left half. */
export function samplePeople(outliers: readonly HandOutlier[] = []): People {
  return {
    faces: [
      {
        box: { left: 0.25, top: 0.1, right: 0.5, bottom: 0.3 },
        confidence: 0.97,
        sharpness: Math.log1p(200),
        eyesOpen: 0.8,
      },
    ],
    hands: [sampleHand(outliers)],
    joints: [
      { name: 'left-shoulder', place: { x: 0.5, y: 0.4 }, visibility: 0.9 },
      { name: 'right-shoulder', place: { x: 0.25, y: 0.4 }, visibility: 0.9 },
      { name: 'left-hip', place: { x: 0.5, y: 1.1 }, visibility: 0.1 },
    ],
    person: {
      mask: { columns: 2, rows: 1, values: Uint8Array.of(255, 0) },
      box: { left: 0, top: 0, right: 0.5, bottom: 1 },
      area: 0.5,
      cutBy: ['left', 'top', 'bottom'],
      inside: { sharpness: Math.log1p(300), exposure: 0.5, contrast: 0.2 },
    },
  }
}
