/** Reads the manifest of an encoder from its folder. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseManifest, type EncoderManifest } from '../../core/encoders/manifest.ts'
import { modelProblem } from './modelProblems.ts'

/**
 * Reads and checks manifest.json of an encoder's folder.
 * @throws SetwiseError `model-missing` or `model-altered`, naming the file and the field.
 */
export async function loadManifest(encoderFolder: string): Promise<EncoderManifest> {
  const path = join(encoderFolder, 'manifest.json')
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw modelProblem(path, thrown, null)
  })
  return parseManifest(text, path)
}
