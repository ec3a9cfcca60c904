import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWholeTime, timeOf } from './time.ts'

const AT = Date.UTC(2025, 9, 5, 1, 43, 47)

test.each([
  ['2025-10-05T01:43:47Z', AT],
  ['2025-10-04T21:43:47-04:00', AT],
  ['2025-10-05T03:43:47+0200', AT],
  ['2025-10-05T03:43:47+02', AT],
  ['2025-10-05T07:13:47+05:30', AT],
  ['2025-10-05T01:43:47.123456+00:00', AT + 123],
  ['2025-10-05T01:43:47.5Z', AT + 500],
  ['2025-10-05 01:43:47', AT],
  ['2025-10-05T01:43:47.000999', AT],
  [' 20251005_014347 ', AT],
])('%s', (text, atMs) => {
  expect(timeOf(text)).toBe(atMs)
})

test.each([
  '',
  'yesterday',
  '2025-10-05',
  '2025-13-05T01:43:47Z',
  '2025-02-30T01:43:47Z',
  '20251005_246060',
  '2025-10-05T01:43:47+15:00',
  '2025-10-05T01:43:47+01:75',
  '1759628627',
  '2025-10-05T01:43:4',
  '20251005_01434',
])('%j is no time', (text) => {
  expect(timeOf(text)).toBeNull()
})

test('every moment comes back from all four forms', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
      (date) => {
        const second = Math.floor(date.getTime() / 1000) * 1000
        const iso = new Date(second).toISOString().slice(0, 19)
        expect(timeOf(date.toISOString())).toBe(date.getTime())
        expect(timeOf(`${iso}+00:00`)).toBe(second)
        expect(timeOf(iso)).toBe(second)
        expect(timeOf(iso.replaceAll(/[-:]/g, '').replace('T', '_'))).toBe(second)
      },
    ),
  )
})

test('a time is whole only when nothing could follow', () => {
  for (const text of ['2025-10-05T01:43:47Z', '2025-10-04T21:43:47-04:00', '20251005_014347']) {
    expect([text, isWholeTime(text)]).toEqual([text, true])
    for (let length = 0; length < text.length; length += 1) {
      expect([length, isWholeTime(text.slice(0, length))]).toEqual([length, false])
    }
  }
  expect(isWholeTime('2025-10-05T01:43:47.123456')).toBe(false)
})
