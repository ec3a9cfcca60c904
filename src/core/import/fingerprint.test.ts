import { expect, test } from 'vitest'
import { fingerprint, fingerprintParts } from './fingerprint.ts'
import { FIRST, SECOND, decisionOf, goodRow } from './historyFiles.fixture.ts'
import type { PastCrop, PastDecision } from '../../shared/history.ts'

function decision(
  fileNames: readonly string[],
  chosen: number | null,
  crop: PastCrop | null = null,
  size: number | null = null,
): PastDecision {
  const images = fileNames.map((fileName) => ({
    project: 'mojo1',
    fileName,
    widthPx: size,
    heightPx: size,
  }))
  return { images, chosen, crop, session: 's', atMs: 1 }
}
const pixels = { kind: 'pixels', left: 100, top: 0, right: 900, bottom: 800 } as const
const fractions = { kind: 'fractions', left: 0.1, top: 0, right: 0.9, bottom: 0.8 } as const

test('the same choice from two kinds of file, with another time, order and machine', () => {
  const one = decisionOf(
    'selections',
    `s,g,/Users/x/mojo1/${SECOND},"[""/Users/x/mojo1/${FIRST}"", ""/Users/x/mojo1/b.png""]",2025-10-05T01:43:47Z`,
  )
  const other = decisionOf(
    'anomalies',
    `t,h,mojo1,2,3,PROJECT_ROOT/mojo1/${SECOND},"['b.png', 'D:\\\\mojo1\\\\${FIRST}']",20250728_040606`,
  )
  expect(other).not.toEqual(one)
  expect(fingerprint(other)).toBe(fingerprint(one))
})

test('another choice, rival, project or crop is another decision', () => {
  const base = decision(['a', 'b'], 0, pixels)
  const others = [
    decision(['a', 'b'], 1, pixels),
    decision(['a', 'c'], 0, pixels),
    decision(['a', 'b', 'c'], 0, pixels),
    decision(['a', 'b'], null),
    decision(['a', 'b'], 0),
    decision(['a', 'b'], 0, { ...pixels, right: 902 }),
    decision(['a', 'b'], 0, { kind: 'somewhere' }),
    decision(['a', 'b'], 0, { kind: 'whole' }),
    decision(['a', 'b'], 0, fractions),
    decision(['a'], 0, pixels),
    { ...base, images: base.images.map((image) => ({ ...image, project: 'mojo2' })) },
    { ...base, images: base.images.map((image) => ({ ...image, project: null })) },
  ]
  expect(new Set([base, ...others].map(fingerprint)).size).toBe(others.length + 1)
  expect(fingerprint(decision(['b', 'a'], 1, pixels))).toBe(fingerprint(base))
})

test('pixels without a size are the fractions of a row that tells the size', () => {
  const told = decision(['a'], 0, { ...fractions, left: 0.1000004 }, 1000)
  expect(fingerprint(told)).toBe(fingerprint(decision(['a'], 0, pixels)))
  expect(fingerprint(decision(['a'], 0, fractions))).toBe(
    fingerprint(decision(['a'], 0, { ...fractions, left: 0.100_000_4 })),
  )
})

test('choice and crop apart', () => {
  const both = fingerprintParts(decision(['a', 'b'], 0, pixels))
  expect(fingerprintParts(decision(['b', 'a'], 1))).toEqual({ choice: both.choice, crop: null })
  expect(fingerprintParts(decision(['a'], 0, pixels))).toEqual({ choice: null, crop: both.crop })
  expect(fingerprintParts(decision(['a'], null)).choice).not.toBeNull()
})

test('every good row differs from every other', () => {
  const rows = [0, 1, 2, 3].flatMap((id) => [
    decisionOf('selections-and-crops', goodRow('selections-and-crops', id)),
    decisionOf('selections', goodRow('selections', id)),
  ])
  expect(new Set(rows.map(fingerprint)).size).toBe(rows.length)
})
