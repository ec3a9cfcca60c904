import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { centreOf } from '../../core/features/subject.ts'
import { loadEncoder, type Encoder } from './encoder.ts'
import { ENCODER_FOLDER, goldenPicture, readGolden } from './testPictures.ts'

const golden = readGolden()

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, squaresA, squaresB] = [0, 0, 0]
  for (let index = 0; index < a.length; index += 1) {
    dot += a[index]! * b[index]!
    squaresA += a[index]! ** 2
    squaresB += b[index]! ** 2
  }
  return dot / Math.sqrt(squaresA * squaresB)
}

describe('the shipped encoder', () => {
  let encoder: Encoder
  beforeAll(async () => {
    encoder = await loadEncoder(ENCODER_FOLDER)
  })
  afterAll(() => encoder.release())

  test('embeds as PyTorch does', async () => {
    const { vector, map } = await encoder.embed(goldenPicture())
    expect(vector).toHaveLength(1280)
    expect(cosine(vector, golden.embedding)).toBeGreaterThan(0.9999)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    expect(map).toMatchObject({ columns: 10, rows: 10 })
    const centre = centreOf(map ?? { columns: 0, rows: 0, values: new Uint8Array() })
    expect(centre.x).toBeCloseTo(golden.technical['subjectX']!, 2)
    expect(centre.y).toBeCloseTo(golden.technical['subjectY']!, 2)
  })

  test('is known by its id and version, and runs on the CPU here', () => {
    expect(encoder.key).toEqual({ extractor: 'encoder:efficientnet-lite0-320', version: 1 })
    expect(encoder.withoutCoreml).toBeNull()
    expect(encoder.provider).toBe(process.platform === 'darwin' ? 'coreml' : 'cpu')
  })

  test('gives the same bits every time', async () => {
    const [first, second] = [goldenPicture(), goldenPicture()]
    const answers = await Promise.all([encoder.embed(first), encoder.embed(second)])
    expect(answers[0]).toEqual(answers[1])
  })
})
