/** The metadata that MediaPipe's tasks expect inside a model: slots of its `metadata_schema.fbs` (M001). */
import { Builder, type Offset } from 'flatbuffers'
import { fieldOf, tablesOf } from './flatbuffer.ts'
import {
  data,
  integer,
  old,
  prepend,
  table,
  text,
  vector,
  type Part,
  type Scalar,
} from './prefix.ts'
import { describeModel, METADATA, MODEL, rootOf } from './tflite.ts'

/** A pixel (0-255) enters the model as (pixel - mean) / deviation. */
export interface Normalisation {
  readonly mean: number
  readonly deviation: number
}

/** 0 to 1. */
export const UNIT: Normalisation = { mean: 0, deviation: 255 }
/** -1 to 1. */
export const CENTRED: Normalisation = { mean: 127.5, deviation: 127.5 }

export interface ModelCard extends Normalisation {
  readonly name: string
  /** The segmenter asks its model which activation to put on top: none, for ours have theirs inside. */
  readonly isSegmenter?: boolean
}

const RGB = 1
const NORMALISATION_OPTIONS = 1
const IMAGE_PROPERTIES = 2
const NO_ACTIVATION = 0
export const METADATA_NAME = 'TFLITE_METADATA'

/** The model with metadata attached: a new root in front of the untouched old file. */
export function attachMetadata(model: Buffer, card: ModelCard): Buffer {
  const root = rootOf(model)
  const outputs = describeModel(model).outputs.map(({ name }) => name)
  const oldTables = (slot: number): Part[] => tablesOf(model, root, slot).map(old)
  const buffers = [...oldTables(MODEL.buffers), table({ 0: data(metadataBytes(card, outputs)) })]
  const entry = table({
    [METADATA.name]: text(METADATA_NAME),
    [METADATA.buffer]: integer(buffers.length - 1),
  })
  const fields: Record<number, Part | Scalar> = {
    ...keptFields(model),
    [MODEL.buffers]: vector(buffers),
    [MODEL.metadata]: vector([...oldTables(MODEL.metadata), entry]),
  }
  return prepend(table(fields), model)
}

/** What the old root says, to be said again by a new one. */
export function keptFields(model: Buffer): Record<number, Part | Scalar> {
  const root = rootOf(model)
  const fields: Record<number, Part | Scalar> = {}
  for (const slot of Object.values(MODEL)) {
    const field = fieldOf(model, root, slot)
    if (field === null) continue
    const value = model.readUInt32LE(field)
    fields[slot] = slot === MODEL.version ? integer(value) : old(field + value)
  }
  return fields
}

function metadataBytes(card: ModelCard, outputNames: readonly string[]): Uint8Array {
  const builder = new Builder(1024)
  const input = inputTensor(builder, card)
  const inputs = offsets(builder, [input])
  const outputs = offsets(
    builder,
    outputNames.map((name) => namedTable(builder, 7, name)),
  )
  const custom =
    card.isSegmenter === true ? offsets(builder, [segmenterOptions(builder)]) : undefined
  const subgraph = fields(builder, 10, { 2: inputs, 3: outputs, 9: custom })
  const subgraphs = offsets(builder, [subgraph])
  const name = builder.createString(card.name)
  const needsParser = builder.createString(custom === undefined ? '1.0.0' : '1.5.0')
  builder.finish(fields(builder, 8, { 0: name, 3: subgraphs, 7: needsParser }), 'M001')
  return builder.asUint8Array()
}

function inputTensor(builder: Builder, { mean, deviation }: Normalisation): Offset {
  const normalisation = fields(builder, 2, {
    0: floats(builder, [mean]),
    1: floats(builder, [deviation]),
  })
  const steps = offsets(builder, [union(builder, 2, 0, NORMALISATION_OPTIONS, normalisation)])
  builder.startObject(2)
  builder.addFieldInt8(0, RGB, 0)
  const image = builder.endObject()
  const content = union(builder, 3, 0, IMAGE_PROPERTIES, image)
  const name = builder.createString('image')
  return fields(builder, 7, { 0: name, 3: content, 4: steps })
}

function segmenterOptions(builder: Builder): Offset {
  const options = new Builder(64)
  const version = options.createString('1.0.0')
  options.startObject(2)
  options.addFieldInt8(0, NO_ACTIVATION, 0)
  options.addFieldOffset(1, version, 0)
  options.finish(options.endObject(), 'V001')
  const bytes = options.asUint8Array()
  builder.startVector(1, bytes.length, 16)
  for (const byte of bytes.toReversed()) builder.addInt8(byte)
  const content = builder.endVector()
  const name = builder.createString('SEGMENTER_METADATA')
  return fields(builder, 2, { 0: name, 1: content })
}

/** A table of offsets. */
function fields(
  builder: Builder,
  slots: number,
  values: Readonly<Record<number, Offset | undefined>>,
): Offset {
  builder.startObject(slots)
  for (const [slot, value] of Object.entries(values)) {
    if (value !== undefined) builder.addFieldOffset(Number(slot), value, 0)
  }
  return builder.endObject()
}

/** A table whose union starts at `slot`: its type, then its value. */
function union(builder: Builder, slots: number, slot: number, type: number, value: Offset): Offset {
  builder.startObject(slots)
  builder.addFieldInt8(slot, type, 0)
  builder.addFieldOffset(slot + 1, value, 0)
  return builder.endObject()
}

function namedTable(builder: Builder, slots: number, name: string): Offset {
  return fields(builder, slots, { 0: builder.createString(name) })
}

function offsets(builder: Builder, values: readonly Offset[]): Offset {
  builder.startVector(4, values.length, 4)
  for (const value of values.toReversed()) builder.addOffset(value)
  return builder.endVector()
}

function floats(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4)
  for (const value of values.toReversed()) builder.addFloat32(value)
  return builder.endVector()
}
