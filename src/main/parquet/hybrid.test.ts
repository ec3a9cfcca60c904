import fc from 'fast-check'
import { ByteWriter } from 'hyparquet-writer'
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js'
import { expect, test } from 'vitest'
import { bitsFor, readHybrid } from './hybrid.ts'

test('by hand, from the examples of the format: a run of ten fours, then 0 to 7 packed into three bits', () => {
  const bytes = Uint8Array.of(20, 4, 3, 0b10001000, 0b11000110, 0b11111010)
  expect([...readHybrid(bytes, 3, 18)]).toEqual([
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 0, 1, 2, 3, 4, 5, 6, 7,
  ])
})

test('reads what a writer of others writes, of any width', () => {
  const runs = fc.integer({ min: 1, max: 20 }).chain((widthBits) =>
    fc.record({
      widthBits: fc.constant(widthBits),
      numbers: fc
        .array(fc.tuple(fc.nat({ max: 2 ** widthBits - 1 }), fc.integer({ min: 1, max: 30 })), {
          maxLength: 30,
        })
        .map((parts) =>
          parts.flatMap(([value, count]) => Array.from({ length: count }, () => value)),
        ),
    }),
  )
  fc.assert(
    fc.property(runs, ({ widthBits, numbers }) => {
      const writer = new ByteWriter()
      writeRleBitPackedHybrid(writer, numbers, widthBits)
      expect([...readHybrid(writer.getBytes(), widthBits, numbers.length)]).toEqual(numbers)
    }),
  )
})

test('whatever the bytes are, it ends, with as many numbers as there must be or an error', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.nat({ max: 40 }),
      fc.nat({ max: 500 }),
      (bytes, widthBits, count) => {
        try {
          expect(readHybrid(bytes, widthBits, count)).toHaveLength(count)
        } catch (error) {
          expect(String(error)).toMatch(/ends inside a run|numbers of/)
        }
      },
    ),
  )
})

test('bits for a greatest number', () => {
  expect([0, 1, 2, 3, 4, 255, 256].map(bitsFor)).toEqual([0, 1, 2, 2, 3, 8, 9])
})
