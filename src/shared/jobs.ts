/** Jobs: what workers can be asked, what they answer, and how progress looks. */
import type { ContentHash, FailedFile } from './domain.ts'
import type { ExtractedValue, ExtractorId, ExtractorKey, Provider } from './features.ts'
import type { ScoringInput, ScoringOutput, TrainingInput, TrainingOutput } from './ranking.ts'

/** One item of a batch either worked or says why not; one bad file never fails the batch. */
export type ItemResult<Value> =
  | { readonly ok: true; readonly path: string; readonly value: Value }
  | { readonly ok: false; readonly path: string; readonly reason: string }

/** What the header and a tiny picture tell; enough to group photographs by time and similarity. */
export interface Inspection {
  readonly widthPx: number
  readonly heightPx: number
  /** EXIF capture time in milliseconds, read as UTC because EXIF carries no zone; null without one. */
  readonly takenAtMs: number | null
  /** 8 x 8 RGB thumbnail, 192 bytes. */
  readonly signature: Uint8Array
}

/** A picture to extract from, and what is wanted of it: only that is computed. */
export interface PictureToExtract {
  readonly path: string
  readonly wanted: readonly ExtractorId[]
}

export interface ExtractedImage {
  readonly contentHash: ContentHash
  readonly widthPx: number
  readonly heightPx: number
  /** One per wanted extractor. */
  readonly values: readonly ExtractedValue[]
}

/** An encoder as its worker loaded it. */
export interface LoadedEncoder {
  readonly key: ExtractorKey
  readonly encoderId: string
  readonly dimension: number
  readonly provider: Provider
  /** A sentence: why CoreML, which this computer has, does not run it. Null otherwise. */
  readonly withoutCoreml: string | null
}

/** Absolute paths throughout. */
export interface WorkerTasks {
  'vision.inspect': {
    input: { readonly paths: readonly string[] }
    output: readonly ItemResult<Inspection>[]
  }
  /** SHA-256 of each file, streamed: cheap enough to ask before anything is decoded. */
  'vision.hash': {
    input: { readonly paths: readonly string[] }
    output: readonly ItemResult<ContentHash>[]
  }
  /** Width and height of each picture as displayed, from its header alone. */
  'vision.size': {
    input: { readonly paths: readonly string[] }
    output: readonly ItemResult<{ readonly widthPx: number; readonly heightPx: number }>[]
  }
  /**
   * Decode once: previews written to previewsFolder, every wanted value returned (never `people`, who are
   * looked for elsewhere). A full disk is nobody's bad picture: it fails the whole request with the code
   * `disk-full`.
   */
  'vision.extract': {
    input: {
      readonly pictures: readonly PictureToExtract[]
      readonly previewsFolder: string
      /** resources/models/<id>, holding manifest.json and the ONNX file. */
      readonly encoderFolder: string
    }
    output: readonly ItemResult<ExtractedImage>[]
  }
  /** One preview now, for a picture on screen whose extraction has not come yet. */
  'vision.preview': {
    input: { readonly path: string; readonly previewsFolder: string }
    output: {
      readonly contentHash: ContentHash
      readonly widthPx: number
      readonly heightPx: number
    }
  }
  /** Loads the encoder of a folder; verifies the model file. */
  'vision.encoder': {
    input: { readonly encoderFolder: string }
    output: LoadedEncoder
  }
  'training.train': { input: TrainingInput; output: TrainingOutput }
  'training.score': { input: ScoringInput; output: ScoringOutput }
}

export type WorkerTaskName = keyof WorkerTasks
export type WorkerTaskInput<Name extends WorkerTaskName> = WorkerTasks[Name]['input']
export type WorkerTaskOutput<Name extends WorkerTaskName> = WorkerTasks[Name]['output']

/** Progress as every job reports it. */
export interface JobProgress {
  /** 0 to 1. */
  readonly fraction: number
  /** What is being done, in words. */
  readonly title: string
  readonly done: number
  readonly total: number
}

/** `download` fetches an encoder, `import` brings history files in. Only `features` can be paused. */
export type JobKind = 'scan' | 'features' | 'train' | 'download' | 'import'

/** A job as the screens see it. */
export interface JobState extends JobProgress {
  readonly kind: JobKind
  readonly phase: 'running' | 'paused' | 'cancelling' | 'done' | 'cancelled' | 'failed'
  /** For `failed`: the sentence to show. */
  readonly message: string | null
  readonly itemsPerSecond: number | null
  readonly secondsLeft: number | null
  readonly failed: readonly FailedFile[]
}

/** Sizes of the long edge of the cached previews. */
export const PREVIEW_SIZES_PX = [320, 2560] as const
export type PreviewSizePx = (typeof PREVIEW_SIZES_PX)[number]

/** Path of a cached preview below the previews folder; two hex characters keep folders small. */
export function previewFileName(hash: ContentHash, sizePx: PreviewSizePx): string {
  return `${hash.slice(0, 2)}/${hash}-${sizePx}.jpg`
}
