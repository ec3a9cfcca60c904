import { expect, test } from 'vitest'
import { judgeHistory } from './judge.ts'
import type { PicturesThere } from './judge.ts'
import type { HistoryRow, Told, ToldCrop } from './rows.ts'

const SIZE = [100, 200] as const
const PIXELS = { unit: 'pixels', box: [10, 0, 60, 100], sizePx: null } as const
const FRACTIONS = { unit: 'fractions', box: [0.1, 0, 0.6, 0.5], sizePx: SIZE } as const
const SOMEWHERE = { unit: 'somewhere' } as const

function toldOf(images: readonly string[], crop: ToldCrop | null = null): Told {
  return { images, chosen: 0, crop, isKeptWhole: false, atMs: 0 }
}

function row(
  images: readonly string[],
  crop: ToldCrop | null = null,
  change: Partial<Told> = {},
): HistoryRow {
  const told = { ...toldOf(images, crop), ...change }
  return { text: '', content: { state: 'told', told } }
}

function feature(fileName: string): HistoryRow {
  return { text: '', content: { state: 'feature', fileName } }
}

function pictures(...names: string[]): PicturesThere {
  return new Map(names.map((name) => [name, SIZE]))
}

/** `outcome/code` of the rows of one file. */
function judged(there: PicturesThere, ...rows: HistoryRow[]): string[] {
  const [verdicts = []] = judgeHistory([{ name: 'one.csv', rows }], there)
  return verdicts.map(({ outcome, code }) => `${outcome}/${code}`)
}

const A = 'p/a.png'
const B = 'p/b.png'
const C = 'p/c.png'

test.each<[string, string[], HistoryRow, string]>([
  ['all there', [A, B], row([A, B]), 'imported/whole'],
  ['nothing there', [], row([A, B]), 'waiting/all-gone'],
  ['the chosen one gone', [B], row([A, B]), 'waiting/chosen-gone'],
  ['a namesake of the chosen one', ['q/a.png', B], row([A, B]), 'waiting/chosen-gone'],
  ['the only rival gone', [A], row([A, B]), 'waiting/rivals-gone'],
  ['the only rival gone, cropped', [A], row([A, B], PIXELS), 'imported/some-rivals-gone'],
  ['one rival gone', [A, B], row([A, B, C]), 'imported/some-rivals-gone'],
  [
    'all rejected, one there',
    [B],
    row([A, B], null, { chosen: null }),
    'imported/some-rivals-gone',
  ],
  ['a crop of one image', [A], row([A], FRACTIONS), 'imported/whole'],
  ['a crop whose place nobody knows', [A], row([A], SOMEWHERE), 'imported/cropped-somewhere'],
  [
    'a crop of another shape',
    [A],
    row([A], { ...PIXELS, box: [0, 0, 50, 50] }),
    'imported/free-aspect',
  ],
])('%s', (_, there, one, ending) => {
  expect(judged(pictures(...there), one)).toEqual([ending])
})

test('a row is a duplicate only when it tells nothing new', () => {
  expect(
    judged(
      pictures(A, B),
      row([A, B]),
      row([A, B], PIXELS),
      row([A, B], PIXELS),
      row([A], FRACTIONS),
      row([A], SOMEWHERE),
      row([A], { ...PIXELS, box: [10, 0, 70, 120] }),
      row([B, A]),
      row([A, B], null, { isKeptWhole: true }),
    ),
  ).toEqual([
    'imported/whole',
    'imported/whole',
    'duplicate/repeated-row',
    'duplicate/repeated-row',
    'duplicate/repeated-row',
    'imported/whole',
    'imported/whole',
    'imported/whole',
  ])
})

test('a place is news where only the fact was known', () => {
  expect(judged(pictures(A), row([A], SOMEWHERE), row([A], PIXELS))).toEqual([
    'imported/cropped-somewhere',
    'imported/whole',
  ])
})

test('pixels and fractions are compared once the size is known', () => {
  const rows = [row([A], PIXELS), row([A], FRACTIONS)]
  expect(judged(pictures(A), ...rows)[1]).toBe('duplicate/repeated-row')
  expect(judged(pictures(), ...rows)[1]).toBe('waiting/all-gone')
  const sized = [row([A], { ...PIXELS, sizePx: SIZE }), row([A], FRACTIONS)]
  expect(judged(pictures(), ...sized)[1]).toBe('duplicate/repeated-row')
})

test('what waits is remembered, and so is the file', () => {
  const files = [
    { name: 'one.csv', rows: [row([A, B])] },
    { name: 'two.csv', rows: [row([A, B]), row([A, B], PIXELS), row([A, B])] },
  ]
  const codes = judgeHistory(files, pictures()).map((verdicts) => verdicts.map(({ code }) => code))
  expect(codes).toEqual([['all-gone'], ['told-before', 'all-gone', 'told-before']])
})

test('broken rows are quarantined and teach nothing', () => {
  const broken: HistoryRow = { text: '', content: { state: 'broken', code: 'two-projects' } }
  expect(judged(pictures(A), broken)).toEqual(['quarantined/two-projects'])
})

test('a choice beside an impossible crop is a choice, and quarantined when it is no news', () => {
  const content = { state: 'told', told: toldOf([A, B]), leftOut: 'crop-impossible' } as const
  expect(judged(pictures(A, B), { text: '', content }, { text: '', content }, row([A, B]))).toEqual(
    ['imported/whole', 'quarantined/crop-impossible', 'duplicate/repeated-row'],
  )
})

test('a bare name needs exactly one picture', () => {
  expect(
    judged(
      pictures(A, 'q/a.png', B),
      feature('a.png'),
      feature('b.png'),
      feature('b.png'),
      feature('c.png'),
    ),
  ).toEqual([
    'quarantined/name-in-two-projects',
    'imported/whole',
    'duplicate/repeated-row',
    'waiting/all-gone',
  ])
})
