/** Judges a value that was computed elsewhere: may it stand beside those that Setwise computes itself? */
import { encodeEmbedding, encodePhash } from './codec.ts'
import type { ByteMap } from '../../shared/people.ts'

/** What must be known of an encoder to bring embeddings in. */
export interface ImportableEncoder {
  readonly encoderId: string
  readonly version: number
  readonly dimension: number
  /** Its embeddings have length 1. */
  readonly l2Normalised: boolean
}

export type JudgedValue =
  | {
      readonly ok: true
      readonly bytes: Uint8Array
      /** True when the vector was scaled to length 1. */
      readonly normalised: boolean
    }
  /** `reason` is the same for all of its kind; `detail` is of this one, or empty. */
  | { readonly ok: false; readonly reason: string; readonly detail: string }

/**
 * How far from 1 the length of a vector may be that counts as normalised. 32-bit arithmetic leaves 1e-6; half
 * precision leaves 1e-3 and is scaled again.
 */
const LENGTH_TOLERANCE = 1e-4

/**
 * Checks length, finiteness and scale. Where the encoder normalises, a vector of another length is scaled, as the
 * encoder itself does last: scripts often leave that to whoever compares (the seed's does). Where it does not,
 * a vector of length 1 was scaled by someone, cannot be scaled back and is refused: the rankers would take it for
 * an image that has almost nothing of everything.
 * @param map the encoder's map, from a file that Setwise wrote.
 */
export function judgeEmbedding(
  vector: Float32Array | null,
  encoder: ImportableEncoder,
  map: ByteMap | null,
): JudgedValue {
  const { encoderId, dimension, l2Normalised } = encoder
  if (vector === null) return refused('the row has no embedding')
  if (vector.length !== dimension) {
    return refused(`the embedding has not ${dimension} numbers`, `it has ${vector.length}`)
  }
  const bad = vector.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) {
    return refused(
      'the embedding holds NaN, infinity, a missing number or one too large for 32 bits',
      `number ${bad + 1} is ${vector[bad]}`,
    )
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  if (length === 0) return refused('all numbers of the embedding are 0')
  const isUnit = Math.abs(length - 1) <= LENGTH_TOLERANCE
  if (!l2Normalised && isUnit) {
    return refused(`the embedding was scaled to length 1, which ${encoderId} does not do`)
  }
  const normalised = l2Normalised && !isUnit
  const scaled = normalised ? vector.map((value) => value / length) : vector
  return { ok: true, bytes: encodeEmbedding({ vector: scaled, map }), normalised }
}

/** @param text 16 hex characters, as imagehash prints a perceptual hash. */
export function judgePhash(text: string | null): JudgedValue {
  if (text === null) return refused('the row has no hash')
  const hex = text.trim().toLowerCase()
  if (!/^[0-9a-f]{16}$/.test(hex)) return refused('the hash has not 16 hex characters', text)
  return { ok: true, bytes: encodePhash(hex), normalised: false }
}

function refused(reason: string, detail = ''): JudgedValue {
  return { ok: false, reason, detail }
}
