/** Opens the ONNX file of an encoder where it runs fastest, and makes sure that it is what its manifest says. */
import { availableParallelism } from 'node:os'
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node'
import type { EncoderManifest } from '../../core/encoders/manifest.ts'
import { itemAt, joined } from '../../core/training/numbers.ts'
import { SetwiseError } from '../../shared/errors.ts'
import type { Provider } from '../../shared/features.ts'
import { createBatcher } from './batcher.ts'
import { unfitModel } from './modelProblems.ts'

/** What of this computer decides how a model runs; tests put others in its place. */
export interface Runtime {
  /** As ONNX Runtime names them: `coreml` is among them on macOS alone. */
  readonly backends: readonly string[]
  readonly createSession: (
    model: Uint8Array,
    options: InferenceSession.SessionOptions,
  ) => Promise<InferenceSession>
  /** From this size on weights are read from memory for every run, so that batches pay. */
  readonly largeModelBytes: number
}

export const THIS_COMPUTER: Runtime = {
  backends: listSupportedBackends().map(({ name }) => name),
  createSession: (model, options) => InferenceSession.create(model, options),
  // Beyond what processors cache.
  largeModelBytes: 64_000_000,
}

/** What a network answers for one picture; copies of their own. */
export interface Answer {
  readonly embedding: Float32Array
  /** Channels, rows, columns as the manifest says; null without a spatial output. */
  readonly features: Float32Array | null
}

export interface EncoderSession {
  readonly provider: Provider
  /** A sentence: why CoreML, which this computer has, does not run it. Null otherwise. */
  readonly withoutCoreml: string | null
  /** @param values of one picture, in the manifest's layout. */
  readonly run: (values: Float32Array) => Promise<Answer>
  readonly release: () => Promise<void>
}

/**
 * Opens a session on CoreML where there is one, otherwise on the CPU, and runs it once: a model that cannot
 * work is found out here, not at the first picture.
 * @param path of the model, for sentences.
 * @throws SetwiseError `model-altered` when it is no ONNX file or not what its manifest says.
 */
export async function openSession(
  model: Uint8Array,
  path: string,
  manifest: EncoderManifest,
  runtime: Runtime,
): Promise<EncoderSession> {
  let withoutCoreml: string | null = null
  const openOn = async (provider: Provider): Promise<EncoderSession> => {
    const session = await runtime.createSession(model, sessionOptions(provider))
    const answer: RunBatch = (batch) => answersOf(session, batch, path, manifest)
    let limit = 1
    try {
      checkValues(session, path, manifest)
      const black = new Float32Array(3 * manifest.input.sizePx ** 2)
      await answer([black])
      if (provider === 'cpu' && model.length >= runtime.largeModelBytes) {
        limit = (await isSameInBatch(answer, black)) ? BATCH_OF_LARGE_MODELS : 1
      }
    } catch (thrown) {
      await session.release()
      throw thrown
    }
    const run = createBatcher(limit, answer)
    return { provider, withoutCoreml, run, release: () => session.release() }
  }
  if (runtime.backends.includes('coreml')) {
    try {
      return await openOn('coreml')
    } catch (thrown) {
      // Whatever is wrong with the file itself shows again on the CPU.
      withoutCoreml = `CoreML cannot run ${manifest.title} (${firstLine(thrown)}), so the CPU does.`
    }
  }
  try {
    return await openOn('cpu')
  } catch (thrown) {
    if (thrown instanceof SetwiseError) throw thrown
    throw unfitModel(path, `cannot be run by ONNX Runtime (${firstLine(thrown)})`, thrown)
  }
}

/**
 * ViT-B/32 takes 59 ms of one core for a picture alone, 50 in a batch of 2, 47 of 4, 46 of 8, with the same
 * bits. EfficientNet-Lite0 gains nothing: 11.4 ms alone, 11.9 in a batch of 4.
 */
const BATCH_OF_LARGE_MODELS = 4

type RunBatch = (batch: readonly Float32Array[]) => Promise<readonly Answer[]>

function sessionOptions(provider: Provider): InferenceSession.SessionOptions {
  return {
    executionProviders: provider === 'coreml' ? ['coreml', 'cpu'] : ['cpu'],
    // Inference holds up the worker's own thread, so it is to be short: all cores, which decoding shares. A
    // pass over pictures took 0.7 to 0.8 of the time of one thread on 2 cores, with either kind of encoder.
    // Threads that spin while they wait would take cores from decoding (twice the CPU time for a picture).
    intraOpNumThreads: Math.min(8, availableParallelism()),
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }
}

/** Shapes of outputs are left to the first run: a file may leave them open, an answer cannot. */
function checkValues(session: InferenceSession, path: string, manifest: EncoderManifest): void {
  const { input } = manifest
  const outputs = outputNames(manifest)
  const missing = [
    ...[input.name].filter((name) => !session.inputNames.includes(name)),
    ...outputs.filter((name) => !session.outputNames.includes(name)),
  ]
  if (missing.length > 0) {
    const has = [...session.inputNames, ...session.outputNames].join(', ')
    throw unfitModel(path, `has no ${missing.join(', ')}, which its manifest names (it has ${has})`)
  }
  const unknown = session.inputNames.filter((name) => name !== input.name)
  if (unknown.length > 0) {
    throw unfitModel(path, `also asks for ${unknown.join(', ')}, which an encoder does not have`)
  }
  for (const value of [...session.inputMetadata, ...session.outputMetadata]) {
    if (value.name !== input.name && !outputs.includes(value.name)) continue
    const type = value.isTensor ? value.type : 'no tensor'
    if (type !== 'float32') {
      throw unfitModel(path, `has ${type} as ${value.name} where Setwise needs float32`)
    }
    const wanted = inputShape(manifest)
    if (value.name !== input.name || !value.isTensor || fits(value.shape, wanted)) continue
    const [asked, given] = [value.shape.join(' x '), wanted.join(' x ')]
    throw unfitModel(path, `takes ${asked} as ${value.name} where its manifest says ${given}`)
  }
}

function inputShape({ input: { layout, sizePx } }: EncoderManifest): readonly number[] {
  return layout === 'nchw' ? [1, 3, sizePx, sizePx] : [1, sizePx, sizePx, 3]
}

/** Whether a file's shape allows another one; a dimension that it leaves open has a name. */
function fits(shape: readonly (number | string)[], wanted: readonly number[]): boolean {
  const isSame = (side: number | string, at: number): boolean =>
    typeof side === 'string' || side === wanted[at]
  // A file may also say nothing about a shape.
  return shape.length === 0 || (shape.length === wanted.length && shape.every(isSame))
}

function outputNames({ output, spatial }: EncoderManifest): readonly string[] {
  return [output.name, ...(spatial === null ? [] : [spatial.name])]
}

/**
 * Whether a picture's answer is the same beside another picture. It is not where activations are quantised
 * while the model runs (int8), for their scale is that of the whole batch; some files take no batch at all.
 */
async function isSameInBatch(answer: RunBatch, black: Float32Array): Promise<boolean> {
  const ramp = black.map((_, index) => index / black.length)
  const strong = black.map((_, index) => (index % 7) - 3)
  const [alone] = await answer([ramp])
  // Whatever is thrown: pictures can still run one by one.
  const together = await answer([strong, ramp]).catch(() => [])
  const [, beside] = together
  if (alone === undefined || beside === undefined) return false
  const greatest = alone.embedding.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return alone.embedding.every(
    (value, at) => Math.abs(value - (beside.embedding[at] ?? Number.NaN)) <= 1e-5 * greatest,
  )
}

async function answersOf(
  session: InferenceSession,
  batch: readonly Float32Array[],
  path: string,
  manifest: EncoderManifest,
): Promise<readonly Answer[]> {
  const { input, output, spatial } = manifest
  const shape = [batch.length, ...inputShape(manifest).slice(1)]
  const values = batch.length === 1 ? itemAt(batch, 0) : joined(batch)
  const feeds = { [input.name]: new Tensor('float32', values, shape) }
  const answers = await session.run(feeds, outputNames(manifest))
  const floats = (name: string, expected: readonly number[]): readonly Float32Array[] => {
    const tensor = answers[name]
    const length = expected.reduce((product, side) => product * side, 1)
    const data = tensor?.data
    if (!(data instanceof Float32Array) || data.length !== length * batch.length) {
      const [given, wanted] = [tensor?.dims.join(' x '), expected.join(' x ')]
      throw unfitModel(path, `answers ${given} values as ${name} where its manifest says ${wanted}`)
    }
    return batch.map((_, index) => data.slice(index * length, (index + 1) * length))
  }
  const embeddings = floats(output.name, [output.dimension])
  if (!embeddings.every((embedding) => embedding.every(Number.isFinite))) {
    throw unfitModel(path, `answers values as ${output.name} that are no numbers`)
  }
  const features = spatial === null ? null : floats(spatial.name, spatial.shape)
  return embeddings.map((embedding, index) => ({ embedding, features: features?.[index] ?? null }))
}

/** What ONNX Runtime says, without the traces that follow. */
function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return (text.split('\n')[0] ?? '').trim().replace(/\.$/, '')
}
