/** Sentences for the files of an encoder that cannot be used: which file, why, and what to do. */
import type { EncoderManifest } from '../../core/encoders/manifest.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { systemErrorCode } from './problems.ts'

/**
 * A missing or unreadable file of a model, as a sentence; anything else stays what it was.
 * @param manifest null when it is the manifest itself.
 */
export function modelProblem(
  path: string,
  thrown: unknown,
  manifest: EncoderManifest | null,
): unknown {
  const code = systemErrorCode(thrown)
  if (code === null) return thrown
  return new SetwiseError(
    'model-missing',
    `The model file ${path} cannot be read (${code}): ${howToGet(manifest)}, or put the file back.`,
    { cause: thrown },
  )
}

/** A model file with another SHA-256 than its manifest names. */
export function alteredModel(path: string, manifest: EncoderManifest): SetwiseError {
  return new SetwiseError(
    'model-altered',
    `The model file ${path} is not the one that its manifest names (its SHA-256 differs), so it is not used: ${howToGet(manifest)}, or put the right file back.`,
  )
}

/** A model file that is the right one and yet not what its manifest says. @param what it is or does. */
export function unfitModel(path: string, what: string, cause?: unknown): SetwiseError {
  return new SetwiseError(
    'model-altered',
    `The model file ${path} ${what}, so it is not used: correct the manifest beside it, or choose another encoder.`,
    { cause },
  )
}

function howToGet(manifest: EncoderManifest | null): string {
  const isDownloaded = manifest !== null && manifest.download !== null
  return isDownloaded ? `download ${manifest.title} again` : 'install Setwise again'
}
