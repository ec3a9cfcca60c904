/** What a TFLite file says of itself: slots of `tensorflow/lite/schema/schema.fbs`, version 3. */
import { fieldOf, follow, integersOf, tablesOf, textOf } from './flatbuffer.ts'

export const TFLITE_IDENTIFIER = 'TFL3'
export const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadataBuffer: 5,
  metadata: 6,
  signatures: 7,
} as const
export const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 } as const
export const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 } as const
export const METADATA = { name: 0, buffer: 1 } as const
const BUFFER_DATA = 0

export interface TensorInfo {
  readonly name: string
  readonly shape: readonly number[]
}

export interface ModelInfo {
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /** Names and bytes of what is attached to the model. */
  readonly metadata: ReadonlyMap<string, Buffer>
}

/** @throws Error when the bytes are no TFLite model. */
export function rootOf(model: Buffer): number {
  if (model.toString('latin1', 4, 8) !== TFLITE_IDENTIFIER)
    throw new Error('This is no TFLite file')
  return follow(model, 0)
}

/** The models here have one subgraph each. */
export function subgraphOf(model: Buffer): number {
  const [subgraph, ...others] = tablesOf(model, rootOf(model), MODEL.subgraphs)
  if (subgraph === undefined || others.length > 0) throw new Error('Expected one subgraph')
  return subgraph
}

/** @throws Error when the bytes are no TFLite model. */
export function describeModel(model: Buffer): ModelInfo {
  const root = rootOf(model)
  const subgraph = subgraphOf(model)
  const tensors = tablesOf(model, subgraph, SUBGRAPH.tensors).map((tensor) => ({
    name: textOf(model, tensor, TENSOR.name),
    shape: integersOf(model, tensor, TENSOR.shape),
  }))
  const named = (slot: number): TensorInfo[] =>
    integersOf(model, subgraph, slot).map((index) => itemAt(tensors, index))
  const buffers = tablesOf(model, root, MODEL.buffers)
  const metadata = tablesOf(model, root, MODEL.metadata).map((table) => {
    const field = fieldOf(model, table, METADATA.buffer)
    const buffer = itemAt(buffers, field === null ? 0 : model.readUInt32LE(field))
    return [textOf(model, table, METADATA.name), dataOf(model, buffer)] as const
  })
  return {
    inputs: named(SUBGRAPH.inputs),
    outputs: named(SUBGRAPH.outputs),
    metadata: new Map(metadata),
  }
}

function dataOf(model: Buffer, buffer: number): Buffer {
  const field = fieldOf(model, buffer, BUFFER_DATA)
  if (field === null) return Buffer.alloc(0)
  const data = follow(model, field)
  return model.subarray(data + 4, data + 4 + model.readUInt32LE(data))
}

/** @throws Error when a file refers to something that it does not hold. */
export function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new Error(`There is no item ${index} of ${items.length}`)
  return item
}
