/**
 * An ONNX graph as plain data: what to compute, without a word about how it is stored or run. Names and
 * meaning of the operators: onnx.ai/onnx/operators, opset 17.
 */

export type ElementType = 'float32' | 'int32' | 'int64'

/** A dimension is a length, or a name for a length known only when the graph runs. */
export interface GraphValue {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly (number | string)[]
}

export interface GraphConstant {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array | BigInt64Array
}

/** A whole number or a list of them; no operator we use needs another kind. */
export type GraphAttribute = number | readonly number[]

export interface GraphNode {
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, GraphAttribute>>
}

export interface Graph {
  readonly name: string
  readonly inputs: readonly GraphValue[]
  readonly outputs: readonly GraphValue[]
  readonly constants: readonly GraphConstant[]
  /** In an order in which every input is known before it is used. */
  readonly nodes: readonly GraphNode[]
}

/** Writes a graph one operator at a time; every method answers the name of the value it made. */
export interface GraphBuilder {
  readonly input: (name: string, type: ElementType, shape: GraphValue['shape']) => string
  readonly output: (name: string, shape: GraphValue['shape']) => void
  /** Float constant; without a shape it is a scalar or a vector as its length says. */
  readonly floats: (
    values: Float32Array | number,
    shape?: readonly number[],
    name?: string,
  ) => string
  /** int64 vector, the type in which ONNX takes axes and lengths. */
  readonly integers: (values: readonly number[]) => string
  /** Adds an operator with one output, named `output` or anew. */
  readonly add: (
    operator: string,
    inputs: readonly string[],
    attributes?: GraphNode['attributes'],
    output?: string,
  ) => string
  /** Cuts a vector into consecutive pieces of the given lengths. */
  readonly split: (vector: string, lengths: readonly number[]) => readonly string[]
  readonly build: () => Graph
}

/** @param name the graph's name as other programs show it. */
export function createGraphBuilder(name: string): GraphBuilder {
  const inputs: GraphValue[] = []
  const outputs: GraphValue[] = []
  const constants: GraphConstant[] = []
  const nodes: GraphNode[] = []
  let made = 0
  const newName = (prefix: string): string => {
    made += 1
    return `${prefix}_${made}`
  }
  return {
    input: (name, type, shape) => {
      inputs.push({ name, type, shape })
      return name
    },
    output: (name, shape) => {
      outputs.push({ name, type: 'float32', shape })
    },
    floats: (values, shape, name = newName('constant')) => {
      const array = typeof values === 'number' ? Float32Array.of(values) : values
      const defaultShape = typeof values === 'number' ? [] : [array.length]
      constants.push({ name, shape: shape ?? defaultShape, values: array })
      return name
    },
    integers: (values) => {
      const name = newName('constant')
      constants.push({ name, shape: [values.length], values: BigInt64Array.from(values, BigInt) })
      return name
    },
    add: (operator, inputs, attributes = {}, output = newName(operator)) => {
      nodes.push({ operator, inputs, outputs: [output], attributes })
      return output
    },
    split: (vector, lengths) => {
      const pieces = lengths.map(() => newName('piece'))
      const lengthsName = newName('constant')
      constants.push({
        name: lengthsName,
        shape: [lengths.length],
        values: BigInt64Array.from(lengths, BigInt),
      })
      nodes.push({
        operator: 'Split',
        inputs: [vector, lengthsName],
        outputs: pieces,
        attributes: { axis: 0 },
      })
      return pieces
    },
    build: () => ({ name, inputs, outputs, constants, nodes }),
  }
}
