/**
 * MediaPipe's FaceLandmarker reads 478 points from the model's first output and the face's presence from the
 * second. The model of the npm package gives 468 points, four more tensors, the five points of each iris (x, y)
 * and the presence: so a few built-in operators are appended that join mesh and irises (with z = 0), and two
 * outputs are declared. As in prefix.ts, the old file stays as it is behind new tables.
 */
import { fieldOf, integersOf, tablesOf } from './flatbuffer.ts'
import { keptFields } from './metadata.ts'
import {
  byte,
  data,
  integer,
  integers,
  old,
  prepend,
  table,
  text,
  vector,
  type Part,
  type Scalar,
} from './prefix.ts'
import { itemAt, MODEL, rootOf, SUBGRAPH, subgraphOf, TENSOR } from './tflite.ts'

/** Codes of `BuiltinOperator` and `BuiltinOptions` in TFLite's schema. */
const CONCATENATION = { code: 2, options: 10 }
const RESHAPE = { code: 22, options: 17 }
const PAD = { code: 34, options: 22 }
const OPERATOR_CODE = { deprecatedCode: 0, version: 2, code: 3 } as const
const OPERATOR = { code: 0, inputs: 1, outputs: 2, optionsType: 3, options: 4 } as const
const FLOAT_32 = 0
const INTEGER_32 = 2
const IRIS_POINTS = 5
const OUTPUTS = { mesh: 0, leftIris: 4, rightIris: 5, presence: 6 } as const
const COORDINATES = 3 * 478

/** @param model `face_landmark_with_attention.tflite` */
export function joinIrises(model: Buffer): Buffer {
  const graph = openGraph(model)
  const outputs = integersOf(model, subgraphOf(model), SUBGRAPH.outputs)
  const left = irisCoordinates(graph, itemAt(outputs, OUTPUTS.leftIris), 'left-iris')
  const right = irisCoordinates(graph, itemAt(outputs, OUTPUTS.rightIris), 'right-iris')
  const joined = graph.tensor('mesh478', [1, 1, 1, COORDINATES])
  graph.operator(CONCATENATION, [itemAt(outputs, OUTPUTS.mesh), left, right], joined, {
    0: integer(3),
    1: byte(0),
  })
  return graph.close([joined, itemAt(outputs, OUTPUTS.presence)])
}

/** x, y -> x, y, 0, in one row. */
function irisCoordinates(graph: Graph, iris: number, name: string): number {
  const pairs = graph.tensor(`${name}-pairs`, [1, 1, IRIS_POINTS, 2])
  graph.operator(RESHAPE, [iris], pairs, { 0: integers([1, 1, IRIS_POINTS, 2]) })
  const oneAfterTheLast = [0, 0, 0, 0, 0, 0, 0, 1]
  const padding = graph.tensor(
    `${name}-padding`,
    [4, 2],
    INTEGER_32,
    Buffer.from(Int32Array.from(oneAfterTheLast).buffer),
  )
  const triples = graph.tensor(`${name}-triples`, [1, 1, IRIS_POINTS, 3])
  graph.operator(PAD, [pairs, padding], triples, {})
  const row = graph.tensor(`${name}-row`, [1, 1, 1, 3 * IRIS_POINTS])
  graph.operator(RESHAPE, [triples], row, { 0: integers([1, 1, 1, 3 * IRIS_POINTS]) })
  return row
}

interface Graph {
  /** @returns the new tensor's index. */
  readonly tensor: (
    name: string,
    shape: readonly number[],
    type?: number,
    content?: Buffer,
  ) => number
  readonly operator: (
    kind: { readonly code: number; readonly options: number },
    inputs: readonly number[],
    output: number,
    options: Readonly<Record<number, Part | Scalar>>,
  ) => void
  /** The new model, with these tensors as outputs. */
  readonly close: (outputs: readonly number[]) => Buffer
}

function openGraph(model: Buffer): Graph {
  const root = rootOf(model)
  const subgraph = subgraphOf(model)
  const buffers = tablesOf(model, root, MODEL.buffers).map(old)
  const codes = tablesOf(model, root, MODEL.operatorCodes).map(old)
  const tensors = tablesOf(model, subgraph, SUBGRAPH.tensors).map(old)
  const operators = tablesOf(model, subgraph, SUBGRAPH.operators).map(old)
  return {
    tensor: (name, shape, type = FLOAT_32, content) => {
      if (content !== undefined) buffers.push(table({ 0: data(content) }))
      tensors.push(
        table({
          [TENSOR.shape]: integers(shape),
          [TENSOR.type]: byte(type),
          // Buffer 0 is the empty one of tensors that are computed.
          [TENSOR.buffer]: integer(content === undefined ? 0 : buffers.length - 1),
          [TENSOR.name]: text(name),
        }),
      )
      return tensors.length - 1
    },
    operator: (kind, inputs, output, options) => {
      codes.push(
        table({
          [OPERATOR_CODE.deprecatedCode]: byte(kind.code),
          [OPERATOR_CODE.version]: integer(1),
          [OPERATOR_CODE.code]: integer(kind.code),
        }),
      )
      operators.push(
        table({
          [OPERATOR.code]: integer(codes.length - 1),
          [OPERATOR.inputs]: integers(inputs),
          [OPERATOR.outputs]: integers([output]),
          [OPERATOR.optionsType]: byte(kind.options),
          [OPERATOR.options]: table(options),
        }),
      )
    },
    close: (outputs) => {
      const inputs = fieldOf(model, subgraph, SUBGRAPH.inputs)
      if (inputs === null) throw new Error('The model has no inputs')
      const graph = table({
        [SUBGRAPH.tensors]: vector(tensors),
        [SUBGRAPH.inputs]: old(inputs + model.readUInt32LE(inputs)),
        [SUBGRAPH.outputs]: integers(outputs),
        [SUBGRAPH.operators]: vector(operators),
      })
      const fields: Record<number, Part | Scalar> = {
        ...keptFields(model),
        [MODEL.operatorCodes]: vector(codes),
        [MODEL.subgraphs]: vector([graph]),
        [MODEL.buffers]: vector(buffers),
      }
      // Signatures name the old outputs.
      delete fields[MODEL.signatures]
      return prepend(table(fields), model)
    },
  }
}
