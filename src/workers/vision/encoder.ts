/** An encoder: a verified ONNX model and the preprocessing of its manifest. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { SetwiseError } from '../../shared/errors.ts'
import { FEATURE_VERSION, type EncoderKey } from '../../shared/features.ts'
import type { Pixels } from './decode.ts'
import { encoderInput } from './encoderInput.ts'
import type { EncoderManifest } from '../../core/encoders/manifest.ts'
import { loadManifest, modelProblem } from './manifest.ts'

/** A point of the displayed picture, 0 (left, top) to 1 (right, bottom). */
export interface Point {
  readonly xFraction: number
  readonly yFraction: number
}

export interface Embedded {
  readonly embedding: Float32Array
  /** Centroid of the spatial map's norm over channels; the centre when the model has no such map. */
  readonly subject: Point
}

export interface Encoder {
  readonly key: EncoderKey
  readonly manifest: EncoderManifest
  readonly embed: (pixels: Pixels) => Promise<Embedded>
  readonly release: () => Promise<void>
}

/**
 * Loads the model of a folder holding manifest.json and the ONNX file. The bytes whose hash was
 * checked are the bytes that are loaded.
 * @throws SetwiseError `model-missing` or `model-altered`.
 */
export async function loadEncoder(encoderFolder: string): Promise<Encoder> {
  const manifest = await loadManifest(encoderFolder)
  const path = join(encoderFolder, manifest.file)
  const model = await readFile(path).catch((thrown: unknown) => {
    throw modelProblem(path, thrown)
  })
  if (createHash('sha256').update(model).digest('hex') !== manifest.sha256) {
    throw altered(path, 'is not the one that its manifest names (its SHA-256 differs)')
  }
  // Decoding takes three times as long as inference and runs beside it, so a quarter of the cores is
  // enough. Threads that spin while they wait would take those cores from decoding.
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: Math.min(4, Math.max(1, availableParallelism() >> 2)),
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
  const outputs = [manifest.output.name, ...(manifest.spatial ? [manifest.spatial.name] : [])]
  const missing = [
    ...[manifest.input.name].filter((name) => !session.inputNames.includes(name)),
    ...outputs.filter((name) => !session.outputNames.includes(name)),
  ]
  if (missing.length > 0) {
    await session.release()
    throw altered(path, `has no ${missing.join(', ')}, which its manifest names`)
  }
  const shapeOfInput = inputShape(manifest)
  return {
    key: {
      encoderId: manifest.id,
      encoderVersion: manifest.version,
      featureVersion: FEATURE_VERSION,
    },
    manifest,
    embed: async (pixels) => {
      const values = await encoderInput(pixels, manifest.input)
      const feeds = { [manifest.input.name]: new Tensor('float32', values, shapeOfInput) }
      const answers = await session.run(feeds, outputs)
      const embedding = floats(answers[manifest.output.name], manifest.output.dimension, path)
      if (manifest.output.l2Normalise) scaleToLengthOne(embedding)
      if (manifest.spatial === null)
        return { embedding, subject: { xFraction: 0.5, yFraction: 0.5 } }
      const [channels, rows, columns] = manifest.spatial.shape
      const map = floats(answers[manifest.spatial.name], channels * rows * columns, path)
      const inInput = normCentroid(map, channels, rows, columns)
      return { embedding, subject: toPicture(inInput, pixels, manifest) }
    },
    release: () => session.release(),
  }
}

function altered(path: string, what: string): SetwiseError {
  return new SetwiseError(
    'model-altered',
    `The model file ${path} ${what}, so it is not used: install Setwise again, or put the right file back.`,
  )
}

function inputShape({ input }: EncoderManifest): readonly number[] {
  const { sizePx } = input
  return input.layout === 'nchw' ? [1, 3, sizePx, sizePx] : [1, sizePx, sizePx, 3]
}

/** A copy of its own: the answer is transferred to another thread. */
function floats(tensor: Tensor | undefined, length: number, path: string): Float32Array {
  if (!(tensor?.data instanceof Float32Array) || tensor.data.length !== length) {
    throw altered(
      path,
      `gives ${tensor?.dims.join(' x ')} values where its manifest says ${length}`,
    )
  }
  return tensor.data.slice()
}

function scaleToLengthOne(vector: Float32Array): void {
  let sumOfSquares = 0
  for (const value of vector) sumOfSquares += value * value
  if (sumOfSquares === 0) return
  const scale = 1 / Math.sqrt(sumOfSquares)
  for (let index = 0; index < vector.length; index += 1)
    vector[index] = (vector[index] ?? 0) * scale
}

/**
 * Where the features are strong: centroid of the norm over channels of a (channels, rows, columns) map,
 * cells counted at their centres. The centre when the map is all zero.
 */
export function normCentroid(
  map: Float32Array,
  channels: number,
  rows: number,
  columns: number,
): Point {
  const cells = rows * columns
  const sumOfSquares = new Float64Array(cells)
  for (let channel = 0; channel < channels; channel += 1) {
    for (let cell = 0; cell < cells; cell += 1) {
      const value = map[channel * cells + cell] ?? 0
      sumOfSquares[cell] = (sumOfSquares[cell] ?? 0) + value * value
    }
  }
  let total = 0
  let x = 0
  let y = 0
  sumOfSquares.forEach((square, cell) => {
    const norm = Math.sqrt(square)
    total += norm
    x += norm * ((cell % columns) + 0.5)
    y += norm * (Math.floor(cell / columns) + 0.5)
  })
  if (total === 0) return { xFraction: 0.5, yFraction: 0.5 }
  return { xFraction: x / total / columns, yFraction: y / total / rows }
}

/** From fractions of the network's input to fractions of the picture: a centre crop saw only its middle. */
function toPicture(point: Point, pixels: Pixels, { input }: EncoderManifest): Point {
  if (input.resize === 'exact') return point
  const shorter = Math.min(pixels.widthPx, pixels.heightPx)
  return {
    xFraction: 0.5 + (point.xFraction - 0.5) * (shorter / pixels.widthPx),
    yFraction: 0.5 + (point.yFraction - 0.5) * (shorter / pixels.heightPx),
  }
}
