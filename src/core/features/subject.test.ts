import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ByteMap, People } from '../../shared/people.ts'
import { anyMap, anyPeople, anyPerson, anySaliency } from './people.fixture.ts'
import { centreOf, subjectOf } from './subject.ts'

const NOBODY: People = { faces: [], hands: [], joints: [], person: null }

describe('the subject is', () => {
  test('the person where there is one', () => {
    fc.assert(
      fc.property(anyPeople, anyPerson, fc.option(anySaliency), (people, person, saliency) => {
        expect(subjectOf(saliency, { ...people, person })).toEqual({
          from: 'person',
          map: person.mask,
          box: person.box,
          centre: centreOf(person.mask),
          inside: person.inside,
        })
      }),
    )
  })

  test('what stands out where nobody is, or nobody has looked', () => {
    fc.assert(
      fc.property(anySaliency, (saliency) => {
        const subject = { from: 'saliency', ...saliency }
        expect(subjectOf(saliency, NOBODY)).toEqual(subject)
        expect(subjectOf(saliency, null)).toEqual(subject)
      }),
    )
  })

  test('unknown where neither is known', () => {
    expect(subjectOf(null, null)).toBeNull()
    expect(subjectOf(null, NOBODY)).toBeNull()
  })
})

describe('the centre of a map', () => {
  const map = (...values: number[]): ByteMap => ({
    columns: 4,
    rows: 2,
    values: Uint8Array.from(values),
  })

  test.each([
    ['in one cell', map(0, 0, 0, 0, 255, 0, 0, 0), { x: 0.125, y: 0.75 }],
    ['between two cells', map(100, 0, 100, 0, 0, 0, 0, 0), { x: 0.375, y: 0.25 }],
    ['nearer to the stronger cell', map(0, 0, 0, 0, 0, 50, 0, 150), { x: 0.75, y: 0.75 }],
    ['in the middle when nothing is there', map(0, 0, 0, 0, 0, 0, 0, 0), { x: 0.5, y: 0.5 }],
    [
      'in the middle of an empty map',
      { columns: 0, rows: 0, values: new Uint8Array() },
      { x: 0.5, y: 0.5 },
    ],
  ])('%s', (_, cells, centre) => {
    expect(centreOf(cells)).toEqual(centre)
  })

  test('lies in the picture, and mirrors with it', () => {
    fc.assert(
      fc.property(anyMap, (cells) => {
        const centre = centreOf(cells)
        const turned = centreOf({ ...cells, values: cells.values.toReversed() })
        expect(centre.x).toBeGreaterThan(0)
        expect(centre.x).toBeLessThan(1)
        expect(turned.x).toBeCloseTo(1 - centre.x, 10)
        expect(turned.y).toBeCloseTo(1 - centre.y, 10)
      }),
    )
  })
})
