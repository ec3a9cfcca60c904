import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { SetwiseError } from '../../shared/errors.ts'
import { encodeOnnx } from '../training/onnxFile.ts'
import { loadEncoder } from './encoder.ts'
import { THIS_COMPUTER, type Runtime } from './session.ts'
import { folderWith, PIXELS, SIZE_PX, tinyGraph, type TinyModel } from './testModels.ts'
import { ENCODER_FOLDER, temporaryFolder } from './testPictures.ts'

/** The sentence with which a folder is refused; it names the model and says what to do. */
async function refusal(folder: string): Promise<string> {
  const thrown: unknown = await loadEncoder(folder).then(
    () => 'it was loaded',
    (error: unknown) => error,
  )
  if (!(thrown instanceof SetwiseError)) throw new Error(String(thrown))
  expect(thrown.message).toContain(join(folder, 'model.onnx'))
  expect(thrown.message).toMatch(/: (correct|download|install) .*\.$/)
  return `${thrown.code}: ${thrown.message}`
}

test("a model of one's own embeds as its manifest says", async () => {
  const encoder = await loadEncoder(folderWith(encodeOnnx(tinyGraph())))
  const { vector, map } = await encoder.embed(PIXELS)
  expect([...vector].map((value) => value.toFixed(4))).toEqual(['0.2000', '0.2000', '0.2000'])
  expect(map).toBeNull()
  await encoder.release()
})

describe('a model that cannot be trusted', () => {
  test('is not loaded when one byte differs', async () => {
    const folder = temporaryFolder()
    copyFileSync(join(ENCODER_FOLDER, 'manifest.json'), join(folder, 'manifest.json'))
    const bytes = readFileSync(join(ENCODER_FOLDER, 'model.onnx'))
    bytes[1_000_000]! ^= 1
    writeFileSync(join(folder, 'model.onnx'), bytes)
    expect(await refusal(folder)).toMatch(/^model-altered: .*SHA-256 differs.*install Setwise/)
  })

  test('is to be downloaded again when that is where it came from', async () => {
    const download = (text: string) =>
      text
        .replace('"download":null', '"download":{"url":"https://models.example/tiny.onnx"}')
        .replace(/"sha256":"./, '"sha256":"0')
    const model = encodeOnnx({ ...tinyGraph(), name: 'one whose hash does not begin with 0' })
    expect(await refusal(folderWith(model, download))).toMatch(/download Tiny again/)
  })

  test('is named when it is missing', async () => {
    const folder = folderWith(encodeOnnx(tinyGraph()), (text) =>
      text.replace('model.onnx', 'gone.onnx'),
    )
    await expect(loadEncoder(folder)).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining(join(folder, 'gone.onnx')),
    })
  })

  test.each([
    ['a text', Buffer.from('Dear diary, today I learned about hashes.\n')],
    ['nothing', Buffer.alloc(0)],
    ['one cut short', encodeOnnx(tinyGraph()).subarray(0, 200)],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ])('is refused when it is no ONNX file but %s', async (_, bytes) => {
    expect(await refusal(folderWith(bytes))).toMatch(/^model-altered: .*cannot be run by ONNX/)
  })

  test.each<[string, Partial<TinyModel>, RegExp]>([
    ['another input', { input: 'image' }, /has no pixels,.* \(it has image, means\)/],
    ['another output', { output: 'logits' }, /has no means,.* \(it has pixels, logits\)/],
    ['one more input', { secondInput: true }, /also asks for other/],
    [
      'whole numbers as input',
      { type: 'int64' },
      /has int64 as pixels where Setwise needs float32/,
    ],
    [
      'another size',
      { shape: [1, 3, 8, 8] },
      /takes 1 x 3 x 8 x 8 as pixels where .* says 1 x 3 x 4 x 4/,
    ],
    ['another rank', { shape: ['b', 3, 4, 4, 1] }, /takes b x 3 x 4 x 4 x 1 as pixels/],
    ['a batch of two alone', { shape: [2, 3, SIZE_PX, SIZE_PX] }, /takes 2 x 3 x 4 x 4 as pixels/],
    ['values that are no numbers', { operators: ['Log', 'Neg', 'Log'] }, /that are no numbers/],
    ['an unknown operator', { operators: ['Frobnicate'] }, /cannot be run.*Frobnicate/],
  ])('is refused when it has %s', async (_, change, sentence) => {
    expect(await refusal(folderWith(encodeOnnx(tinyGraph(change))))).toMatch(sentence)
  })

  test('is refused when it answers another length', async () => {
    const folder = folderWith(encodeOnnx(tinyGraph()), (text) =>
      text.replace('"dimension":3', '"dimension":512'),
    )
    expect(await refusal(folder)).toMatch(/answers 1 x 3 values as means where .* says 512/)
  })

  test('is refused when it lacks the spatial output', async () => {
    const folder = folderWith(encodeOnnx(tinyGraph()), (text) =>
      text.replace('"spatial":null', '"spatial":{"name":"features","shape":[3,2,2]}'),
    )
    expect(await refusal(folder)).toMatch(/has no features/)
  })
})

describe('CoreML', () => {
  const tiny = encodeOnnx(tinyGraph())

  /** A Mac on which CoreML takes what `accepts` says; everything runs on this computer's CPU. */
  function mac(accepts: boolean): { readonly runtime: Runtime; readonly asked: unknown[] } {
    const asked: unknown[] = []
    const createSession = async (
      model: Uint8Array,
      options: InferenceSession.SessionOptions,
    ): Promise<InferenceSession> => {
      asked.push(options.executionProviders)
      const isCoreml = options.executionProviders?.[0] === 'coreml'
      if (isCoreml && !accepts) throw new Error('Unsupported layer.\ntrace')
      return THIS_COMPUTER.createSession(model, { ...options, executionProviders: ['cpu'] })
    }
    return { runtime: { ...THIS_COMPUTER, backends: ['cpu', 'coreml'], createSession }, asked }
  }

  test('runs the model where there is one', async () => {
    const { runtime, asked } = mac(true)
    const encoder = await loadEncoder(folderWith(tiny), runtime)
    expect(encoder).toMatchObject({ provider: 'coreml', withoutCoreml: null })
    expect(asked).toEqual([['coreml', 'cpu']])
    await encoder.release()
  })

  test('leaves it to the CPU when it cannot, and says why', async () => {
    const { runtime, asked } = mac(false)
    const encoder = await loadEncoder(folderWith(tiny), runtime)
    expect(encoder.provider).toBe('cpu')
    expect(encoder.withoutCoreml).toBe(
      'CoreML cannot run Tiny (Unsupported layer), so the CPU does.',
    )
    expect(asked).toEqual([['coreml', 'cpu'], ['cpu']])
    expect((await encoder.embed(PIXELS)).vector).toHaveLength(3)
    await encoder.release()
  })

  test('is not blamed for a file that nothing can run', async () => {
    const { runtime } = mac(true)
    const folder = folderWith(Buffer.from('no model'))
    await expect(loadEncoder(folder, runtime)).rejects.toThrow(/model\.onnx cannot be run by ONNX/)
  })

  test('is not asked for where there is none', async () => {
    const { runtime, asked } = mac(true)
    const encoder = await loadEncoder(folderWith(tiny), { ...runtime, backends: ['cpu', 'webgpu'] })
    expect(encoder.provider).toBe('cpu')
    expect(asked).toEqual([['cpu']])
    await encoder.release()
  })
})
