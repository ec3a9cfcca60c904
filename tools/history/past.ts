/** What happened, as it is planned: pictures, sets, choices and crops. */
import type { Amounts } from './amounts.ts'
import type { Box } from './cropBoxes.ts'

export interface PastPicture {
  readonly project: string
  readonly fileName: string
  /** 1, 1.5, 2 or 3. */
  readonly stage: number
  readonly widthPx: number
  readonly heightPx: number
  /** Below the project's folder of the library, with a slash at the end; empty for most. */
  readonly folder: string
  /** False: the logs name it, the library has it no more. */
  readonly isThere: boolean
}

/** Which file told of a crop first. */
export type CropSource =
  'fractions' | 'pixels' | 'sized' | 'placeholder' | 'training' | 'placeless' | 'placelessOfOne'

export interface PastCropOfSet {
  readonly source: CropSource | 'database'
  /** Of the chosen picture; null where only the fact is known. */
  readonly box: Box | null
}

export interface PastSet {
  readonly project: string
  readonly sessionId: string
  readonly setId: string
  /** Two to four, in order of stage. */
  readonly pictures: readonly PastPicture[]
  /** Index; null: all were rejected (only databases know that). */
  readonly chosen: number | null
  /** Whole seconds. */
  readonly decidedAtMs: number
  /** Which file tells of the choice first. */
  readonly toldBy: 'selections' | 'anomalies' | 'database'
  readonly crop: PastCropOfSet | null
}

export interface HistoryPlan {
  readonly seed: string
  readonly amounts: Amounts
  readonly projects: readonly string[]
  /** In order of the decisions. */
  readonly sets: readonly PastSet[]
}

/** A set while it is planned. */
export type Draft = { -readonly [Key in keyof PastSet]: PastSet[Key] }
