/**
 * What the models see of one image. `TECHNICAL_FEATURES` is the order of the stored vector: adding or
 * changing one means a new `FEATURE_VERSION`, and everything is computed afresh.
 */
export const FEATURE_VERSION = 1

export const TECHNICAL_FEATURES = [
  /** log1p of the variance of the Laplacian on grey (0-255), long edge 1,024 px. */
  'sharpness',
  /** Mean luma, 0-1. */
  'exposure',
  /** Share of pixels with luma at or below 3/255, 0-1. */
  'clippedLow',
  /** Share of pixels with luma at or above 252/255, 0-1. */
  'clippedHigh',
  /** Standard deviation of luma, 0-1. */
  'contrast',
  /** Hasler-Suesstrunk colourfulness, divided by 100. */
  'colourfulness',
  /** Mean red minus mean blue, -1 to 1: warm is positive. */
  'warmth',
  /** Immerkaer's noise estimate on luma, in units of 0-1. */
  'noise',
  /** Centroid of luma, 0 (left) to 1 (right). */
  'luminanceX',
  /** Centroid of luma, 0 (top) to 1 (bottom). */
  'luminanceY',
  /** Centroid of the encoder's spatial map (norm over channels), 0 to 1. */
  'subjectX',
  'subjectY',
  /** log2 of the number of pixels of the original. */
  'logPixels',
] as const

export type TechnicalFeature = (typeof TECHNICAL_FEATURES)[number]

/** Everything stored for one image under content hash + encoder + version. */
export interface ImageFeatures {
  /** L2-normalised or not as the encoder's manifest says; length = its dimension. */
  readonly embedding: Float32Array
  /** In the order of TECHNICAL_FEATURES. */
  readonly technical: Float32Array
}

/** Names the encoder whose numbers these are; features of different keys never mix. */
export interface EncoderKey {
  readonly encoderId: string
  readonly encoderVersion: number
  readonly featureVersion: number
}
