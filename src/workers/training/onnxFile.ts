/**
 * Writes a graph as the bytes of an ONNX file. Only the messages and fields we use, with the names and
 * numbers of onnx/onnx.proto (github.com/onnx/onnx, Apache-2.0).
 */
import { createHash } from 'node:crypto'
import protobuf from 'protobufjs/light.js'
import type { ElementType, Graph, GraphAttribute, GraphValue } from '../../core/training/graph.ts'
import { SetwiseError } from '../../shared/errors.ts'

/** Opset 17 goes with IR version 8 (onnx/docs/Versioning.md): ONNX Runtime 1.12 and later load it. */
const IR_VERSION = 8
const OPSET = 17
/** TensorProto.DataType */
const DATA_TYPES: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7 }
/** AttributeProto.AttributeType */
const ATTRIBUTE_INT = 2
const ATTRIBUTE_INTS = 7
/** Key of the file's own metadata under which it carries the SHA-256 of its graph. */
const CHECKSUM_KEY = 'setwise.graph-sha256'

const one = (type: string, id: number): protobuf.IField => ({ type, id })
const many = (type: string, id: number): protobuf.IField => ({ rule: 'repeated', type, id })

const schema = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: one('int64', 1),
        producerName: one('string', 2),
        // A GraphProto. Bytes are the same on the wire, and can be hashed as they stand.
        graph: one('bytes', 7),
        opsetImport: many('OperatorSetIdProto', 8),
        metadataProps: many('StringStringEntryProto', 14),
      },
    },
    OperatorSetIdProto: { fields: { domain: one('string', 1), version: one('int64', 2) } },
    StringStringEntryProto: { fields: { key: one('string', 1), value: one('string', 2) } },
    GraphProto: {
      fields: {
        node: many('NodeProto', 1),
        name: one('string', 2),
        initializer: many('TensorProto', 5),
        input: many('ValueInfoProto', 11),
        output: many('ValueInfoProto', 12),
      },
    },
    NodeProto: {
      fields: {
        input: many('string', 1),
        output: many('string', 2),
        name: one('string', 3),
        opType: one('string', 4),
        attribute: many('AttributeProto', 5),
      },
    },
    AttributeProto: {
      fields: {
        name: one('string', 1),
        i: one('int64', 3),
        ints: many('int64', 8),
        type: one('int32', 20),
      },
    },
    TensorProto: {
      fields: {
        dims: many('int64', 1),
        dataType: one('int32', 2),
        name: one('string', 8),
        rawData: one('bytes', 9),
      },
    },
    ValueInfoProto: { fields: { name: one('string', 1), type: one('TypeProto', 2) } },
    TypeProto: { fields: { tensorType: one('TensorTypeProto', 1) } },
    TensorTypeProto: { fields: { elemType: one('int32', 1), shape: one('TensorShapeProto', 2) } },
    TensorShapeProto: { fields: { dim: many('DimensionProto', 1) } },
    DimensionProto: { fields: { dimValue: one('int64', 1), dimParam: one('string', 2) } },
  },
})
const modelProto = schema.lookupType('ModelProto')
const graphProto = schema.lookupType('GraphProto')

/**
 * The bytes of an ONNX file (opset 17) with this graph. The file carries a checksum of its graph, so that
 * `checkOnnx` can tell damage. The same graph gives the same bytes.
 */
export function encodeOnnx(graph: Graph): Uint8Array {
  const graphBytes = encode(graphProto, {
    name: graph.name,
    node: graph.nodes.map((node, index) => ({
      name: `${node.operator}_${index + 1}`,
      opType: node.operator,
      input: node.inputs,
      output: node.outputs,
      attribute: Object.entries(node.attributes).map(attribute),
    })),
    initializer: graph.constants.map(({ name, shape, values }) => ({
      name,
      dims: shape,
      dataType: values instanceof Float32Array ? DATA_TYPES.float32 : DATA_TYPES.int64,
      // ONNX wants little-endian, which every machine is that Electron runs on.
      rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    })),
    input: graph.inputs.map(valueInfo),
    output: graph.outputs.map(valueInfo),
  })
  return encode(modelProto, {
    irVersion: IR_VERSION,
    producerName: 'setwise',
    graph: graphBytes,
    opsetImport: [{ domain: '', version: OPSET }],
    metadataProps: [{ key: CHECKSUM_KEY, value: sha256(graphBytes) }],
  })
}

/**
 * Makes sure that a ranker's file is whole and was written by `encodeOnnx`.
 * @param name of the ranker, for the message.
 * @throws SetwiseError `model-altered` when not.
 */
export function checkOnnx(bytes: Uint8Array, name: string): void {
  const { graph, checksum } = readEnvelope(bytes)
  if (graph === null || checksum === null || sha256(graph) !== checksum) {
    throw new SetwiseError(
      'model-altered',
      `The file of the ranker ${name} is damaged or was changed, so it is not used. Choose Retrain Now to make a new one.`,
    )
  }
}

function readEnvelope(bytes: Uint8Array): { graph: Uint8Array | null; checksum: string | null } {
  try {
    const model: Record<string, unknown> = modelProto.toObject(modelProto.decode(bytes))
    const entries: unknown[] = Array.isArray(model['metadataProps']) ? model['metadataProps'] : []
    for (const entry of entries) {
      const isChecksum =
        typeof entry === 'object' && entry !== null && 'key' in entry && entry.key === CHECKSUM_KEY
      if (!isChecksum || !('value' in entry) || typeof entry.value !== 'string') continue
      return {
        graph: model['graph'] instanceof Uint8Array ? model['graph'] : null,
        checksum: entry.value,
      }
    }
    return { graph: null, checksum: null }
  } catch {
    // Not protobuf at all, or cut short: for the caller the same as a wrong checksum.
    return { graph: null, checksum: null }
  }
}

function attribute([name, value]: [string, GraphAttribute]): object {
  return typeof value === 'number'
    ? { name, type: ATTRIBUTE_INT, i: value }
    : { name, type: ATTRIBUTE_INTS, ints: value }
}

function valueInfo({ name, type, shape }: GraphValue): object {
  const dim = shape.map((length) =>
    typeof length === 'number' ? { dimValue: length } : { dimParam: length },
  )
  return { name, type: { tensorType: { elemType: DATA_TYPES[type], shape: { dim } } } }
}

function encode(type: protobuf.Type, message: object): Uint8Array {
  // A copy, because protobufjs answers a view into a pool that it shares with other messages.
  return new Uint8Array(type.encode(type.fromObject(message)).finish())
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
