/** Tiny models for the tests; nothing here is part of the app. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGraphBuilder, type Graph } from '../../core/training/graph.ts'
import { ENCODER_FOLDER, temporaryFolder } from './testPictures.ts'

export const SIZE_PX = 4
export const PIXELS = { rgb: Buffer.alloc(4 * 4 * 3, 51), widthPx: 4, heightPx: 4 }

export interface TinyModel {
  readonly input: string
  readonly type: 'float32' | 'int64'
  readonly shape: readonly (number | string)[]
  readonly output: string
  /** What is done to the mean over each channel. */
  readonly operators: readonly string[]
  readonly secondInput: boolean
}

/** A network that answers the mean of each channel: three numbers. */
export function tinyGraph(change: Partial<TinyModel> = {}): Graph {
  const parts: TinyModel = {
    input: 'pixels',
    type: 'float32',
    shape: ['batch', 3, SIZE_PX, SIZE_PX],
    output: 'means',
    operators: [],
    secondInput: false,
    ...change,
  }
  const graph = createGraphBuilder('tiny')
  let value = graph.input(parts.input, parts.type, parts.shape)
  if (parts.type !== 'float32') value = graph.add('Cast', [value], { to: 1 })
  if (parts.secondInput) value = graph.add('Add', [value, graph.input('other', 'float32', [1])])
  value = graph.add('ReduceMean', [value], { axes: [2, 3], keepdims: 0 })
  for (const operator of parts.operators) value = graph.add(operator, [value])
  graph.add('Identity', [value], {}, parts.output)
  graph.output(parts.output, ['batch', 3])
  return graph.build()
}

/** A folder with that model and a manifest of its own. */
export function folderWith(
  model: Uint8Array,
  change: (text: string) => string = (text) => text,
): string {
  const folder = temporaryFolder()
  const shipped: unknown = JSON.parse(readFileSync(join(ENCODER_FOLDER, 'manifest.json'), 'utf8'))
  const manifest = {
    ...(typeof shipped === 'object' ? shipped : {}),
    id: 'tiny',
    title: 'Tiny',
    sha256: createHash('sha256').update(model).digest('hex'),
    input: {
      name: 'pixels',
      sizePx: SIZE_PX,
      resize: 'exact',
      interpolation: 'bicubic',
      crop: 'none',
      colourOrder: 'rgb',
      layout: 'nchw',
      divisor: 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    output: { name: 'means', dimension: 3, l2Normalise: false },
    spatial: null,
  }
  writeFileSync(join(folder, 'manifest.json'), change(JSON.stringify(manifest)))
  writeFileSync(join(folder, 'model.onnx'), model)
  return folder
}
