import { expect, test } from 'vitest'
import { seededRandom } from '../sample/random.ts'
import { csvRow, jsonList, pythonList, writtenFolder, writtenMoment } from './spelling.ts'

test('a moment is written in four forms, all of the same second', () => {
  const random = seededRandom('moments')
  const atMs = Date.UTC(2025, 9, 5, 1, 43, 47)
  const written = Array.from({ length: 200 }, () => writtenMoment(random, atMs))
  for (const { text, atMs: saidMs } of written) {
    expect(Math.floor(saidMs / 1000) * 1000).toBe(atMs)
    // Without a zone it is UTC.
    if (text.includes('T')) {
      expect(Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`)).toBe(saidMs)
    }
  }
  const texts = new Set(written.map(({ text }) => text.replace(/\.\d{6}/, '.uuuuuu')))
  expect([...texts].toSorted()).toEqual([
    '2025-10-04T21:43:47-04:00',
    '2025-10-05T01:43:47.uuuuuu',
    '2025-10-05T01:43:47.uuuuuu+00:00',
    '2025-10-05T01:43:47Z',
    '20251005_014347',
  ])
})

test('every folder names its project', () => {
  const random = seededRandom('folders')
  for (let time = 0; time < 200; time += 1) {
    expect(writtenFolder(random, 'mojo1')).toMatch(/(^|\/)(mojo1|mojo1_final)\/([^/]+\/)?$/)
  }
})

test('cells are quoted only when they must be, lists as Python prints them', () => {
  expect(csvRow(['a', 1, 'b,c', 'say "x"'])).toBe('a,1,"b,c","say ""x"""')
  expect(jsonList(['a', 'b'])).toBe('["a", "b"]')
  expect(pythonList(['a', "b's"])).toBe(`['a', "b's"]`)
})
