/**
 * What the models see of one image. Each extractor looks at the decoded picture and leaves one value, stored
 * under content hash + extractor + version: files that move cost nothing, and a new version of one extractor
 * leaves the others alone.
 */
import type { ContentHash, ImageId } from './domain.ts'
import type { Box, ByteMap, People, Point, RegionNumbers } from './people.ts'

/** `encoder:<id>` for the encoder of that id. */
export type ExtractorId = 'pixels' | 'phash' | 'saliency' | 'people' | `encoder:${string}`

/** Under which a value is stored. Values of different keys never mix. */
export interface ExtractorKey {
  readonly extractor: ExtractorId
  readonly version: number
}

/** Extractors whose version is part of the program; an encoder's stands in its manifest. */
export const PIXELS: ExtractorKey = { extractor: 'pixels', version: 1 }
export const PHASH: ExtractorKey = { extractor: 'phash', version: 1 }
export const SALIENCY: ExtractorKey = { extractor: 'saliency', version: 1 }
export const PEOPLE: ExtractorKey = { extractor: 'people', version: 1 }

/** One value as it is stored; src/core/features/codec.ts reads and writes the bytes. */
export interface ExtractedValue {
  readonly key: ExtractorKey
  readonly bytes: Uint8Array
}

/** The value of the extractor `pixels`: these numbers in this order, of the whole image. */
export const PIXEL_FEATURES = [
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
  /** log2 of the number of pixels of the original. */
  'logPixels',
] as const
export type PixelFeature = (typeof PIXEL_FEATURES)[number]
export type PixelNumbers = Readonly<Record<PixelFeature, number>>

/** The value of the extractor `saliency`: what stands out, whether a person or not. */
export interface Saliency {
  readonly map: ByteMap
  readonly box: Box
  /** Centroid of the map. */
  readonly centre: Point
  readonly inside: RegionNumbers
}

/** The value of an encoder. */
export interface Embedding {
  /** L2-normalised or not as the encoder's manifest says; length = its dimension. */
  readonly vector: Float32Array
  /** Norm over channels of the last feature map, on the picture; null when the encoder has no map. */
  readonly map: ByteMap | null
}

/**
 * Numbers that a person understands, as the rankers take them: the pixels', then the subject's (the person
 * where there is one, else the salient part), then the people's. NaN: not known. A change of this list or of
 * an extractor behind it means a new FEATURE_VERSION, and rankers are trained anew.
 */
export const FEATURE_VERSION = 2
export const TECHNICAL_FEATURES = [
  ...PIXEL_FEATURES,
  'subjectSharpness',
  'subjectExposure',
  'subjectContrast',
  'subjectX',
  'subjectY',
  /** Share of the picture inside the subject's box, 0-1. */
  'subjectArea',
  /** How many edges of the picture cut the person, 0-4. */
  'personCuts',
  'faceCount',
  /** Share of the picture that the largest face covers. */
  'faceArea',
  /** Of the largest face. */
  'faceSharpness',
  /** Of the largest face. */
  'eyesOpen',
  'handCount',
  /** Least confidence among the hands: the worst hand decides. */
  'handConfidence',
  /** Greatest deviation among the outliers of all hands; 0 when no hand has any. */
  'handDeviation',
] as const
export type TechnicalFeature = (typeof TECHNICAL_FEATURES)[number]

/** What rankers take of one image. */
export interface ImageFeatures {
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

/** All that is stored of one image, for the features panel. Null: not computed (yet). */
export interface ImageInsight {
  readonly imageId: ImageId
  readonly contentHash: ContentHash | null
  readonly pixels: PixelNumbers | null
  /** As imagehash prints it: 16 hex characters. */
  readonly phash: string | null
  readonly saliency: Saliency | null
  readonly people: People | null
  readonly encoder: {
    readonly encoderId: string
    readonly dimension: number
    readonly map: ByteMap | null
  } | null
}

/** What ONNX Runtime computes on. */
export type Provider = 'cpu' | 'coreml'

/** An encoder that could be used, as the screens list it. */
export interface EncoderSummary {
  readonly encoderId: string
  readonly version: number
  /** For people: "EfficientNet-Lite0, 320 px". */
  readonly title: string
  readonly licence: string
  readonly dimension: number
  readonly bytes: number
  /** Who is asked for it when the person says so; null for one that cannot be downloaded. */
  readonly downloadHost: string | null
  /** `broken`: its files are there and cannot be used, `reason` says why. */
  readonly state: 'in-use' | 'ready' | 'not-downloaded' | 'downloading' | 'broken'
  readonly reason: string | null
  /** Of the open folder's images, how many have its embedding. */
  readonly embedded: number
}

/** How the features of the open folder stand. */
export interface FeaturesStatus {
  readonly encoders: readonly EncoderSummary[]
  /** Null until the encoder in use was loaded for the first time. */
  readonly provider: Provider | null
  /** Why people are not looked for; null when they are. */
  readonly withoutPeople: string | null
}
