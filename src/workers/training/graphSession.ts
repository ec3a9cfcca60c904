/** Runs a graph in ONNX Runtime: the one place of the training worker that touches native code. */
import { InferenceSession, Tensor } from 'onnxruntime-node'

/** A value for one input of a graph. */
export interface Feed {
  readonly data: Float32Array | Int32Array
  readonly shape: readonly number[]
}

export interface GraphSession {
  /**
   * Runs the graph once. Not interruptible: look at the cancel flag between two runs.
   * @returns the outputs by name, each in memory of its own.
   */
  readonly run: (feeds: Readonly<Record<string, Feed>>) => Promise<Record<string, Float32Array>>
  /** Frees the native memory; the session must not be used any more. */
  readonly release: () => Promise<void>
}

/**
 * One thread and no spinning: a spinning session takes a core from the vision worker even while it waits,
 * and two of them on two cores were measured five times slower.
 */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  extra: { session: { intra_op: { allow_spinning: '0' } } },
}

/**
 * @param onnx bytes of an ONNX file.
 * @throws Error of ONNX Runtime when the bytes are no model it can run.
 */
export async function openGraph(onnx: Uint8Array): Promise<GraphSession> {
  const session = await InferenceSession.create(onnx, SESSION_OPTIONS)
  return {
    run: async (feeds) => {
      const tensors: Record<string, Tensor> = {}
      for (const [name, { data, shape }] of Object.entries(feeds)) {
        tensors[name] =
          data instanceof Float32Array
            ? new Tensor('float32', data, shape)
            : new Tensor('int32', data, shape)
      }
      const results = await session.run(tensors)
      const outputs: Record<string, Float32Array> = {}
      for (const [name, { data }] of Object.entries(results)) {
        if (!(data instanceof Float32Array)) throw new Error(`Output ${name} is not float32`)
        outputs[name] = data
      }
      return outputs
    },
    release: () => session.release(),
  }
}

/** An output by name. @throws Error when the graph has none of that name. */
export function outputOf(outputs: Record<string, Float32Array>, name: string): Float32Array {
  const output = outputs[name]
  if (output === undefined) throw new Error(`The graph gave no output ${name}`)
  return output
}
