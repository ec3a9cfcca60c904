/** What is known of the people in a picture, and the geometry it is told in. All places are fractions. */

/** A place in the displayed picture, 0 (left, top) to 1 (right, bottom); hands may reach a little outside. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A rectangle of the displayed picture in fractions; left < right, top < bottom. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A small grey map stretched over the whole picture: 0 (none) to 255 (full), rows from the top. */
export interface ByteMap {
  readonly columns: number
  readonly rows: number
  readonly values: Uint8Array
}

/** What pixels tell inside a region; scales as in PIXEL_FEATURES. */
export interface RegionNumbers {
  readonly sharpness: number
  readonly exposure: number
  readonly contrast: number
}

export interface Face {
  readonly box: Box
  /** Of the detector, 0-1. */
  readonly confidence: number
  /** log1p of the variance of the Laplacian inside the box; null when it is too small to measure. */
  readonly sharpness: number | null
  /** How open the more closed of the two eyes is, 0 (shut) to 1; null when no landmarks were found. */
  readonly eyesOpen: number | null
}

/** A measure of a hand that lies outside what hands are: a hint for the eye, never a verdict. */
export interface HandOutlier {
  /** For people: "ring finger is long". */
  readonly words: string
  /** Distance from the middle of the reference hands, in their standard deviations; always positive. */
  readonly deviation: number
}

export interface Hand {
  readonly box: Box
  /** Of the detector, 0-1. */
  readonly confidence: number
  /** The 21 landmarks in MediaPipe's order: wrist, then thumb to little finger from root to tip. */
  readonly points: readonly Point[]
  /** Where it was seen: in the whole picture, in a crop around a wrist, or in a tile. */
  readonly foundIn: 'picture' | 'wrist' | 'tile'
  /** Worst first; empty when nothing stands out. */
  readonly outliers: readonly HandOutlier[]
}

export interface Joint {
  /** For example `left-wrist`. */
  readonly name: string
  readonly place: Point
  /** 0-1: whether it can be seen at all. */
  readonly visibility: number
}

export type Side = 'left' | 'top' | 'right' | 'bottom'

/** All persons of a picture together. */
export interface Person {
  readonly mask: ByteMap
  /** Around the mask above one half. */
  readonly box: Box
  /** Share of the picture that the mask covers, 0-1. */
  readonly area: number
  /** Edges of the picture that cut the person. */
  readonly cutBy: readonly Side[]
  readonly inside: RegionNumbers
}

/** Everything the people extractor leaves of one picture. Nobody there: empty lists and null. */
export interface People {
  readonly faces: readonly Face[]
  readonly hands: readonly Hand[]
  readonly joints: readonly Joint[]
  readonly person: Person | null
}

/** A picture that was looked at and has nobody in it. */
export const NOBODY: People = { faces: [], hands: [], joints: [], person: null }
