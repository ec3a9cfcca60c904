/** Made by tools/people-models/handReference.ts; origin: 256 photographs of COCO and the 24 Kodak test pictures, MediaPipe 0.10.14. */
import type { HandReference } from './handDeviations.ts'

export const HAND_REFERENCE: HandReference = {
  hands: 146,
  pictures: 68,
  typical: [0.1701, 0.1528, 0.1584, 0.1475, 0.1169, 0.1544, 0.114],
  measures: {
    'long thumb': {
      middle: -0.1789,
      spread: 0.1653,
    },
    'short thumb': {
      middle: -0.1032,
      spread: 0.2449,
    },
    'long finger': {
      middle: -0.1654,
      spread: 0.1053,
    },
    'short finger': {
      middle: -0.1216,
      spread: 0.1383,
    },
    zigzag: {
      middle: 0,
      spread: 0.014,
    },
    against: {
      middle: 0,
      spread: 0.0568,
    },
    'overlap of neighbours': {
      middle: -0.0064,
      spread: 0.0091,
    },
    'overlap of others': {
      middle: -0.0116,
      spread: 0.0158,
    },
    unsure: {
      middle: 0.0158,
      spread: 0.1481,
    },
  },
  threshold: 3.8522,
}
