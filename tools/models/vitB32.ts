/**
 * CLIP's ViT-B/32 in full size with random weights, as an ONNX file: for tests and speed figures where the
 * real weights (350 MB) cannot lie in the repository. tools/golden/vit.py makes the same weights bit for bit
 * and gives them to open_clip.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import protobuf from 'protobufjs/light.js'
import { createGraphBuilder } from '../../src/core/training/graph.ts'
import { encodeOnnx } from '../../src/workers/training/onnxFile.ts'

const WIDTH = 768
const HIDDEN = 3072
const LAYERS = 12
const HEADS = 12
const PATCH_PX = 32
const PATCHES = 49
const DIMENSION = 512

/** Values are uniform in middle +- spread. */
interface Weight {
  readonly name: string
  readonly shape: readonly number[]
  readonly middle: number
  readonly spread: number
}

const weight = (name: string, shape: readonly number[], spread: number, middle = 0): Weight => ({
  name,
  shape,
  middle,
  spread,
})
/** open_clip's own spread of a linear layer: torch's default for `inputs` inputs. */
const linear = (name: string, inputs: number, outputs: number): readonly Weight[] => [
  weight(`${name}.weight`, [inputs, outputs], 1 / Math.sqrt(inputs)),
  weight(`${name}.bias`, [outputs], 1 / Math.sqrt(inputs)),
]
// A fresh network has gains of one and biases of nought, which would hide a wrong connection.
const norm = (name: string): readonly Weight[] => [
  weight(`${name}.weight`, [WIDTH], 0.1, 1),
  weight(`${name}.bias`, [WIDTH], 0.02),
]
/** Uniform with the standard deviation of open_clip's normal distribution, width ** -0.5. */
const EMBEDDING_SPREAD = Math.sqrt(3 / WIDTH)

/** In the order of their seeds; matrices are (inputs, outputs), as MatMul takes them. */
const WEIGHTS: readonly Weight[] = [
  weight('patch', [WIDTH, 3, PATCH_PX, PATCH_PX], 1 / Math.sqrt(3 * PATCH_PX * PATCH_PX)),
  weight('class', [1, 1, WIDTH], EMBEDDING_SPREAD),
  weight('position', [1, PATCHES + 1, WIDTH], EMBEDDING_SPREAD),
  ...norm('pre'),
  ...Array.from({ length: LAYERS }, (_, layer) => [
    ...norm(`${layer}.norm1`),
    ...linear(`${layer}.query`, WIDTH, WIDTH),
    ...linear(`${layer}.key`, WIDTH, WIDTH),
    ...linear(`${layer}.value`, WIDTH, WIDTH),
    ...linear(`${layer}.out`, WIDTH, WIDTH),
    ...norm(`${layer}.norm2`),
    ...linear(`${layer}.up`, WIDTH, HIDDEN),
    ...linear(`${layer}.down`, HIDDEN, WIDTH),
  ]).flat(),
  ...norm('post'),
  weight('projection', [WIDTH, DIMENSION], EMBEDDING_SPREAD),
]

/**
 * Writes the model (351 MB): input `pixel_values` (batch, 3, 224, 224), output `image_embeds` (batch, 512), as
 * the files on the Hugging Face hub have them. Weights are written one after another, so memory stays small.
 * @returns what a manifest has to say of the file.
 */
export async function buildVitB32(
  file: string,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const output = createWriteStream(file)
  const hash = createHash('sha256')
  let bytes = 0
  const write = async (part: Uint8Array): Promise<void> => {
    hash.update(part)
    bytes += part.length
    if (!output.write(part)) await once(output, 'drain')
  }
  await write(encodeOnnx(vitGraph()))
  for (const [index, { name, shape, middle, spread }] of WEIGHTS.entries()) {
    const count = shape.reduce((product, side) => product * side, 1)
    const values = randomValues(count, index + 1, middle, spread)
    const raw = new Uint8Array(values.buffer)
    await write(headOf(name, shape, raw.length))
    await write(raw)
  }
  output.end()
  await once(output, 'close')
  return { sha256: hash.digest('hex'), bytes }
}

/** Writes the model and a manifest with CLIP's preprocessing into a folder that exists: a whole encoder. */
export async function buildVitB32Encoder(folder: string): Promise<void> {
  const { sha256, bytes } = await buildVitB32(join(folder, 'model.onnx'))
  const path = new URL('../../resources/models/clip-vit-b32/manifest.json', import.meta.url)
  const clip: unknown = JSON.parse(readFileSync(path, 'utf8'))
  const manifest = {
    ...(typeof clip === 'object' ? clip : {}),
    id: 'random-vit-b32',
    title: 'ViT-B/32 with random weights',
    file: 'model.onnx',
    sha256,
    bytes,
    source: 'tools/models/vitB32.ts',
    download: null,
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
}

/**
 * Numbers that look random and are the same in every language: the counter is mixed by the finaliser of
 * MurmurHash3 (Austin Appleby, public domain), its upper 24 bits become a number in -1 to 1.
 */
function randomValues(count: number, seed: number, middle: number, spread: number): Float32Array {
  const values = new Float32Array(count)
  const start = Math.imul(seed, 0x9e3779b9)
  for (let index = 0; index < count; index += 1) {
    let mixed = start + Math.imul(index, 0x9e3779b1)
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    mixed ^= mixed >>> 16
    values[index] = middle + ((mixed >>> 8) / 2 ** 23 - 1) * spread
  }
  return values
}

/**
 * What comes before the values of one weight. It is a file of its own with nothing but that weight: files of
 * one kind written one behind the other are read as one (protobuf, "Last One Wins": messages are merged).
 * Field numbers: onnx/onnx.proto.
 */
function headOf(name: string, shape: readonly number[], rawBytes: number): Uint8Array {
  const tensor = protobuf.Writer.create()
  for (const side of shape) tensor.uint32(1 << 3).uint32(side)
  tensor.uint32(2 << 3).uint32(1)
  tensor.uint32((8 << 3) | 2).string(name)
  tensor.uint32((9 << 3) | 2).uint32(rawBytes)
  const tensorHead = tensor.finish().slice()
  const graphHead = lengthOf(5, tensorHead.length + rawBytes)
  const modelHead = lengthOf(7, graphHead.length + tensorHead.length + rawBytes)
  return Buffer.concat([modelHead, graphHead, tensorHead])
}

function lengthOf(field: number, bytes: number): Uint8Array {
  return protobuf.Writer.create()
    .uint32((field << 3) | 2)
    .uint32(bytes)
    .finish()
    .slice()
}

/** The network without its weights, which are only named. */
function vitGraph() {
  const graph = createGraphBuilder('vit-b32')
  const { add, floats, integers } = graph
  const pixels = graph.input('pixel_values', 'float32', ['batch', 3, 224, 224])
  graph.output('image_embeds', ['batch', DIMENSION])

  const normed = (value: string, name: string): string =>
    add('LayerNormalization', [value, `${name}.weight`, `${name}.bias`])
  const linearOf = (value: string, name: string): string =>
    add('Add', [add('MatMul', [value, `${name}.weight`]), `${name}.bias`])

  const patches = add('Conv', [pixels, 'patch'], {
    kernel_shape: [PATCH_PX, PATCH_PX],
    strides: [PATCH_PX, PATCH_PX],
  })
  const flat = add('Reshape', [patches, integers([0, WIDTH, PATCHES])])
  const rows = add('Transpose', [flat], { perm: [0, 2, 1] })
  const batch = add('Shape', [pixels], { start: 0, end: 1 })
  const classShape = add('Concat', [batch, integers([1, WIDTH])], { axis: 0 })
  const withClass = add('Concat', [add('Expand', ['class', classShape]), rows], { axis: 1 })
  let state = normed(add('Add', [withClass, 'position']), 'pre')

  const headShape = integers([0, 0, HEADS, WIDTH / HEADS])
  const wholeShape = integers([0, 0, WIDTH])
  const scale = floats(1 / Math.sqrt(WIDTH / HEADS))
  const steepness = floats(1.702)
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const seen = normed(state, `${layer}.norm1`)
    const heads = (name: string, perm: readonly number[]): string =>
      add('Transpose', [add('Reshape', [linearOf(seen, `${layer}.${name}`), headShape])], { perm })
    const scores = add('MatMul', [heads('query', [0, 2, 1, 3]), heads('key', [0, 2, 3, 1])])
    const shares = add('Softmax', [add('Mul', [scores, scale])], { axis: -1 })
    const gathered = add('MatMul', [shares, heads('value', [0, 2, 1, 3])])
    const joined = add('Transpose', [gathered], { perm: [0, 2, 1, 3] })
    const attended = linearOf(add('Reshape', [joined, wholeShape]), `${layer}.out`)
    state = add('Add', [state, attended])

    const up = linearOf(normed(state, `${layer}.norm2`), `${layer}.up`)
    // OpenAI's "quick GELU": x * sigmoid(1.702 x).
    const active = add('Mul', [up, add('Sigmoid', [add('Mul', [up, steepness])])])
    state = add('Add', [state, linearOf(active, `${layer}.down`)])
  }
  const token = add('Gather', [state, integers([0])], { axis: 1 })
  const pooled = add('Reshape', [normed(token, 'post'), integers([0, WIDTH])])
  add('MatMul', [pooled, 'projection'], {}, 'image_embeds')
  return graph.build()
}
