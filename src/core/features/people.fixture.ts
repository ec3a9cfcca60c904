/** What extractors leave, as tests need it. */
import * as fc from 'fast-check'
import type { Saliency } from '../../shared/features.ts'
import type { Box, ByteMap, Face, Hand, People, Person } from '../../shared/people.ts'

/** Codecs keep four decimals. */
const fraction = fc.integer({ min: 0, max: 10_000 }).map((value) => value / 10_000)
const place = fc.record({ x: fraction, y: fraction })
const inside = fc.record({ sharpness: fraction, exposure: fraction, contrast: fraction })
export const anyBox: fc.Arbitrary<Box> = fc.record({
  left: fraction,
  top: fraction,
  right: fraction,
  bottom: fraction,
})
export const anyMap: fc.Arbitrary<ByteMap> = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))
  .chain(([columns, rows]) =>
    fc
      .uint8Array({ minLength: columns * rows, maxLength: columns * rows })
      .map((values) => ({ columns, rows, values })),
  )
export const anySaliency: fc.Arbitrary<Saliency> = fc.record({
  map: anyMap,
  box: anyBox,
  centre: place,
  inside,
})
const side = fc.constantFrom('left', 'top', 'right', 'bottom')
export const anyPerson: fc.Arbitrary<Person> = fc.record({
  mask: anyMap,
  box: anyBox,
  area: fraction,
  cutBy: fc.uniqueArray(side),
  inside,
})
const anyFace: fc.Arbitrary<Face> = fc.record({
  box: anyBox,
  confidence: fraction,
  sharpness: fc.option(fraction),
  eyesOpen: fc.option(fraction),
})
const anyHand: fc.Arbitrary<Hand> = fc.record({
  box: anyBox,
  confidence: fraction,
  points: fc.array(place, { minLength: 21, maxLength: 21 }),
  foundIn: fc.constantFrom('picture', 'wrist', 'tile'),
  outliers: fc.array(
    fc.record({
      words: fc.constantFrom('ring finger is long', 'thumb is short'),
      deviation: fraction,
    }),
    { maxLength: 3 },
  ),
})
export const anyPeople: fc.Arbitrary<People> = fc.record({
  faces: fc.array(anyFace, { maxLength: 3 }),
  hands: fc.array(anyHand, { maxLength: 3 }),
  joints: fc.array(
    fc.record({ name: fc.constantFrom('nose', 'left-wrist'), place, visibility: fraction }),
    { maxLength: 3 },
  ),
  person: fc.option(anyPerson),
})
