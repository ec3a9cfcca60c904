import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PIXEL_FEATURES, type PixelNumbers } from '../../shared/features.ts'
import {
  decodeEmbedding,
  decodePeople,
  decodePhash,
  decodePixels,
  decodeSaliency,
  encodeEmbedding,
  encodePeople,
  encodePhash,
  encodePixels,
  encodeSaliency,
} from './codec.ts'
import { anyMap, anyPeople, anySaliency } from './people.fixture.ts'

const anyFloat = fc.float({ noDefaultInfinity: true })
const anyPixels = fc
  .array(anyFloat, { minLength: PIXEL_FEATURES.length, maxLength: PIXEL_FEATURES.length })
  .map((values) => {
    const entries = PIXEL_FEATURES.map((name, index) => [name, values[index]])
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets that every name is there
    return Object.fromEntries(entries) as PixelNumbers
  })
const anyEmbedding = fc.record({
  vector: fc.float32Array({ maxLength: 40 }),
  map: fc.option(anyMap),
})
const anyHash = fc.stringMatching(/^[0-9a-f]{16}$/)

/** The bytes at an odd address inside a larger buffer, as they may come from a database or a message. */
function displaced(bytes: Uint8Array): Uint8Array {
  const buffer = new Uint8Array(bytes.length + 2).fill(255)
  buffer.set(bytes, 1)
  return buffer.subarray(1, bytes.length + 1)
}

describe('what is written is read again', () => {
  test('pixels', () => {
    fc.assert(
      fc.property(anyPixels, (numbers) => {
        expect(decodePixels(displaced(encodePixels(numbers)))).toEqual(numbers)
      }),
    )
  })

  test('perceptual hashes', () => {
    fc.assert(
      fc.property(anyHash, (hash) => {
        expect(decodePhash(displaced(encodePhash(hash)))).toBe(hash)
      }),
    )
  })

  test('embeddings', () => {
    fc.assert(
      fc.property(anyEmbedding, (embedding) => {
        expect(decodeEmbedding(displaced(encodeEmbedding(embedding)))).toEqual(embedding)
      }),
    )
  })

  test('saliency', () => {
    fc.assert(
      fc.property(anySaliency, (saliency) => {
        expect(decodeSaliency(displaced(encodeSaliency(saliency)))).toEqual(saliency)
      }),
    )
  })

  test('people', () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        expect(decodePeople(displaced(encodePeople(people)))).toEqual(people)
      }),
    )
  })

  test('places to a ten-thousandth of the picture', () => {
    const people = { faces: [], hands: [], person: null }
    const joint = { name: 'nose', place: { x: 0.123_456, y: -0.000_04 }, visibility: 1 / 3 }
    expect(decodePeople(encodePeople({ ...people, joints: [joint] }))?.joints).toEqual([
      { name: 'nose', place: { x: 0.1235, y: 0 }, visibility: 0.3333 },
    ])
  })
})

describe('the bytes', () => {
  test('of pixels are little-endian floats in the order of their names', () => {
    const numbers = Object.fromEntries(PIXEL_FEATURES.map((name, index) => [name, index]))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets that every name is there
    const bytes = encodePixels(numbers as PixelNumbers)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    expect(PIXEL_FEATURES.map((_, index) => view.getFloat32(4 * index, true))).toEqual(
      PIXEL_FEATURES.map((_, index) => index),
    )
  })

  test('of a hash are its hex characters', () => {
    expect([...encodePhash('00ff10a59c3b7e01')]).toEqual([0, 255, 16, 165, 156, 59, 126, 1])
  })

  test.each(['', '00ff10a59c3b7e0', '00FF10A59C3B7E01', '00ff10a59c3b7e01a', 'g0ff10a59c3b7e01'])(
    '%j is no hash',
    (text) => {
      expect(() => encodePhash(text)).toThrow('is not a perceptual hash')
    },
  )
})

describe('damaged bytes are no value', () => {
  const decoders = [
    ['pixels', decodePixels],
    ['phash', decodePhash],
    ['embedding', decodeEmbedding],
    ['saliency', decodeSaliency],
    ['people', decodePeople],
  ] as const

  test.each(decoders)('%s: nothing at all', (_, decode) => {
    expect(decode(new Uint8Array())).toBeNull()
  })

  test.each(decoders)('%s: bytes of anything never throw', (_, decode) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(() => decode(bytes)).not.toThrow()
      }),
    )
  })

  const values = [
    ['pixels', decodePixels, anyPixels.map(encodePixels)],
    ['phash', decodePhash, anyHash.map(encodePhash)],
    ['embedding', decodeEmbedding, anyEmbedding.map(encodeEmbedding)],
    ['saliency', decodeSaliency, anySaliency.map(encodeSaliency)],
    ['people', decodePeople, anyPeople.map(encodePeople)],
  ] as const

  test.each(values)('%s: cut off', (_, decode, encoded) => {
    fc.assert(
      fc.property(encoded, fc.nat(), (bytes, cut) => {
        expect(decode(bytes.subarray(0, cut % bytes.length))).toBeNull()
      }),
    )
  })

  test.each(values)('%s: a byte too many', (_, decode, encoded) => {
    fc.assert(
      fc.property(encoded, (bytes) => {
        expect(decode(Uint8Array.from([...bytes, 7]))).toBeNull()
      }),
    )
  })

  test.each(values.slice(3))('%s: a byte changed is no value', (_, decode, encoded) => {
    fc.assert(
      fc.property(encoded, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, flips) => {
        const changed = bytes.slice()
        changed[place % bytes.length] = (changed[place % bytes.length] ?? 0) ^ flips
        expect(decode(changed)).toBeNull()
      }),
    )
  })
})
