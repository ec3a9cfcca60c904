/** An encoder: a verified ONNX model and the preprocessing of its manifest. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EncoderManifest } from '../../core/encoders/manifest.ts'
import type { Embedding, ExtractorKey, Provider } from '../../shared/features.ts'
import type { ByteMap } from '../../shared/people.ts'
import type { Pixels } from './decode.ts'
import { encoderInput } from './encoderInput.ts'
import { normMap, onWholePicture } from './featureMap.ts'
import { loadManifest } from './manifest.ts'
import { alteredModel, modelProblem } from './modelProblems.ts'
import { openSession, THIS_COMPUTER, type Runtime } from './session.ts'

export interface Encoder {
  /** Under which its embeddings are stored. */
  readonly key: ExtractorKey
  readonly manifest: EncoderManifest
  /** What it runs on. */
  readonly provider: Provider
  /** A sentence: why CoreML, which this computer has, does not run it. Null otherwise. */
  readonly withoutCoreml: string | null
  readonly embed: (pixels: Pixels) => Promise<Embedding>
  readonly release: () => Promise<void>
}

/**
 * Loads the model of a folder holding manifest.json and the ONNX file. The bytes whose hash was
 * checked are the bytes that are loaded.
 * @throws SetwiseError `model-missing` or `model-altered`.
 */
export async function loadEncoder(
  encoderFolder: string,
  runtime: Runtime = THIS_COMPUTER,
): Promise<Encoder> {
  const manifest = await loadManifest(encoderFolder)
  const path = join(encoderFolder, manifest.file)
  const model = await readFile(path).catch((thrown: unknown) => {
    throw modelProblem(path, thrown, manifest)
  })
  if (createHash('sha256').update(model).digest('hex') !== manifest.sha256) {
    throw alteredModel(path, manifest)
  }
  const session = await openSession(model, path, manifest, runtime)
  return {
    key: { extractor: `encoder:${manifest.id}`, version: manifest.version },
    manifest,
    provider: session.provider,
    withoutCoreml: session.withoutCoreml,
    embed: async (pixels) => {
      const { embedding, features } = await session.run(await encoderInput(pixels, manifest.input))
      if (manifest.output.l2Normalise) scaleToLengthOne(embedding)
      return { vector: embedding, map: mapOf(features, pixels, manifest) }
    },
    release: session.release,
  }
}

function mapOf(
  features: Float32Array | null,
  pixels: Pixels,
  { input, spatial }: EncoderManifest,
): ByteMap | null {
  if (features === null || spatial === null) return null
  const [channels, rows, columns] = spatial.shape
  const map = normMap(features, channels, rows, columns)
  return input.crop === 'none' ? map : onWholePicture(map, pixels.widthPx / pixels.heightPx)
}

function scaleToLengthOne(vector: Float32Array): void {
  let sumOfSquares = 0
  for (const value of vector) sumOfSquares += value * value
  if (sumOfSquares === 0) return
  const scale = 1 / Math.sqrt(sumOfSquares)
  for (let index = 0; index < vector.length; index += 1)
    vector[index] = (vector[index] ?? 0) * scale
}
