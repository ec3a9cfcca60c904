import { expect, test } from 'vitest'
import type { PastCrop, PastDecision } from '../../shared/history.ts'
import { createToldBefore } from './toldBefore.ts'

function decision(
  names: string,
  crop: PastCrop | null = null,
  size: number | null = null,
): PastDecision {
  const images = names.split('').map((fileName) => ({
    project: 'alba',
    fileName,
    widthPx: size,
    heightPx: size,
  }))
  return { images, chosen: 0, crop, session: null, atMs: null }
}
const box = (kind: 'pixels' | 'fractions', right: number): PastCrop => ({
  kind,
  left: 0,
  top: 0,
  right,
  bottom: right,
})

/** True when the second says nothing new after the first. */
function isKnown(
  first: PastDecision,
  second: PastDecision,
  size: readonly [number, number] | null = null,
): boolean {
  const told = createToldBefore()
  told.remember(first)
  return told.isKnown(second, size)
}

test('a choice is the same with its rivals in any order, and no other', () => {
  expect(isKnown(decision('abc'), decision('acb'))).toBe(true)
  expect(isKnown(decision('abc'), decision('bac'))).toBe(false)
  expect(isKnown(decision('abc'), decision('ab'))).toBe(false)
  expect(isKnown({ ...decision('ab'), chosen: null }, decision('ab'))).toBe(false)
  expect(isKnown({ ...decision('ab'), chosen: null }, { ...decision('ba'), chosen: null })).toBe(
    true,
  )
})

test('a crop is known by its box, to the pixel; that there was one, by any', () => {
  const pixels = decision('a', box('pixels', 500))
  expect(isKnown(pixels, decision('a', box('pixels', 500.5)))).toBe(true)
  expect(isKnown(pixels, decision('a', box('pixels', 501)))).toBe(false)
  expect(isKnown(pixels, decision('a', { kind: 'somewhere' }))).toBe(true)
  expect(isKnown(decision('a', { kind: 'somewhere' }), pixels)).toBe(false)
  expect(isKnown(pixels, decision('a', { kind: 'whole' }))).toBe(false)
  // The choice is news, though the crop is known.
  expect(isKnown(pixels, decision('ab', box('pixels', 500)))).toBe(false)
})

test('pixels and fractions are compared once the size is known', () => {
  const pixels = decision('a', box('pixels', 500))
  const half = decision('a', box('fractions', 0.5))
  expect(isKnown(pixels, half)).toBe(false)
  expect(isKnown(pixels, half, [1000, 1000])).toBe(true)
  expect(isKnown(half, pixels, [1000, 1000])).toBe(true)
  expect(isKnown(pixels, half, [2000, 2000])).toBe(false)
  expect(isKnown(half, decision('a', box('pixels', 500), 1000))).toBe(true)
})
