/** Reads the manifest of an encoder from its folder. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseManifest, type EncoderManifest } from '../../core/encoders/manifest.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { systemErrorCode } from './problems.ts'

/**
 * Reads and checks manifest.json of an encoder's folder.
 * @throws SetwiseError `model-missing` or `model-altered`, naming the file and the field.
 */
export async function loadManifest(encoderFolder: string): Promise<EncoderManifest> {
  const path = join(encoderFolder, 'manifest.json')
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw modelProblem(path, thrown)
  })
  return parseManifest(text, path)
}

/** A missing or unreadable file of a model, as a sentence; anything else stays what it was. */
export function modelProblem(path: string, thrown: unknown): unknown {
  const code = systemErrorCode(thrown)
  if (code === null) return thrown
  return new SetwiseError(
    'model-missing',
    `The model file ${path} cannot be read (${code}): install Setwise again, or put the file back.`,
    { cause: thrown },
  )
}
