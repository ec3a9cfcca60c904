import { expect, test } from 'vitest'
import {
  FIRST,
  HEADERS,
  SECOND,
  decisionOf,
  parseLines,
  parseOne,
  reasonOf,
} from './historyFiles.fixture.ts'

const KIND = 'selections-and-crops'
const FOLDER = '/Users/x/mojo1'

interface RowParts {
  readonly count?: string
  readonly index?: string
  readonly chosen?: string
  readonly box?: string
  /** Path and size of each image. */
  readonly images?: readonly (readonly [path: string, size: string])[]
}

const PAIR = [
  [`${FOLDER}/${FIRST}`, '0,0'],
  [`${FOLDER}/${SECOND}`, '0,0'],
] as const

function rowOf(parts: RowParts): string {
  const { images = PAIR, count = String(images.length), index = '1', box = '120,0,732,895' } = parts
  const chosen = parts.chosen ?? `${FOLDER}/${SECOND}`
  const groups = images.map(([path, size]) => `${path},stage,${size}`)
  return ['s', 'g', FOLDER, count, index, chosen, box, '2025-10-05T01:43:47Z', ...groups].join(',')
}

function image(fileName: string, size: readonly [number, number] | null = null) {
  return { project: 'mojo1', fileName, widthPx: size?.[0] ?? null, heightPx: size?.[1] ?? null }
}

test('19 fields: a choice with a crop in pixels and no size', () => {
  expect(rowOf({}).split(',')).toHaveLength(19)
  expect(decisionOf(KIND, rowOf({}))).toEqual({
    images: [image(FIRST), image(SECOND)],
    chosen: 1,
    crop: { kind: 'pixels', left: 120, top: 0, right: 732, bottom: 895 },
    session: 's',
    atMs: Date.UTC(2025, 9, 5, 1, 43, 47),
  })
})

test('15 fields: one image, in fractions as in the oldest rows', () => {
  const row = rowOf({
    images: [[`${FOLDER}/${SECOND}`, '832,1216']],
    index: '0',
    box: '0.1,0,0.9,0.8',
  })
  expect(row.split(',')).toHaveLength(15)
  expect(decisionOf(KIND, row)).toMatchObject({
    images: [image(SECOND, [832, 1216])],
    chosen: 0,
    crop: { kind: 'fractions', left: 0.1, top: 0, right: 0.9, bottom: 0.8 },
  })
  // A spreadsheet pads the row to the width of the header.
  expect(parseOne(KIND, `${row},,,,`)).toEqual(parseOne(KIND, row))
})

test('23 and 27 fields: three and four images under a header for two', () => {
  const images = [...PAIR, [`${FOLDER}/c.png`, '5,6'], [`${FOLDER}/d.png`, '7,8']] as const
  for (const count of [3, 4]) {
    const row = rowOf({ images: images.slice(0, count) })
    expect(row.split(',')).toHaveLength(11 + 4 * count)
    expect(decisionOf(KIND, row).images.slice(2)).toEqual(
      [image('c.png', [5, 6]), image('d.png', [7, 8])].slice(0, count - 2),
    )
  }
})

test('9 fields: the other schema, whose placeholder says that a crop was made somewhere', () => {
  const row = (box: string): string =>
    `20250728_040606,mojo1,PROJECT_ROOT/training data/mojo1_final/_pairs/${SECOND},stage2_upscaled,${box},20250728_040606`
  for (const box of ['0,0,1,1', '0.0,0.0,1.0,1.0', ',0,1,1']) {
    expect(decisionOf(KIND, row(box))).toEqual({
      images: [image(SECOND)],
      chosen: 0,
      crop: { kind: 'somewhere' },
      session: '20250728_040606',
      atMs: Date.UTC(2025, 6, 28, 4, 6, 6),
    })
  }
  expect(decisionOf(KIND, row('100,0,732,895')).crop?.kind).toBe('pixels')
  const header = 'session,project,path,stage,x1,y1,x2,y2,timestamp'
  expect(parseLines(KIND, [header, row('0,0,1,1')]).map(({ parsed }) => parsed.ok)).toEqual([
    false,
    true,
  ])
})

test('a placeholder box in the wide schema is no crop of the full picture', () => {
  expect(decisionOf(KIND, rowOf({ box: '0,0,1,1' })).crop).toEqual({ kind: 'somewhere' })
  expect(decisionOf(KIND, rowOf({ box: ',,,' })).crop).toBeNull()
  expect(decisionOf(KIND, rowOf({ box: '0,0,0,0' })).crop).toBeNull()
})

test('a crop that fails is told and costs nothing but itself', () => {
  const sized = [
    [`${FOLDER}/${FIRST}`, '832,1216'],
    [`${FOLDER}/${SECOND}`, '1664,2432'],
  ] as const
  expect(parseOne(KIND, rowOf({ images: sized, box: '120,0,1732,895' }))).toMatchObject({
    ok: true,
    decision: { chosen: 1, crop: null, images: [{ fileName: FIRST }, { fileName: SECOND }] },
    notes: [{ reason: 'the crop lies outside the picture', detail: 'x2 is 1732' }],
  })
  const alone = rowOf({ images: sized.slice(1), index: '0', box: '120,0,1732,895' })
  expect(reasonOf(KIND, alone)).toBe('the crop lies outside the picture')
})

test('the chosen image is named by index and path together, or by the path alone', () => {
  expect(decisionOf(KIND, rowOf({ chosen: `/moved/__selected/${SECOND}` })).chosen).toBe(1)
  expect(decisionOf(KIND, rowOf({ index: '' })).chosen).toBe(1)
  expect(decisionOf(KIND, rowOf({ index: '1.0' })).chosen).toBe(1)
})

test('bare file names lie in the directory of the row', () => {
  const row = rowOf({
    chosen: SECOND,
    images: [
      [FIRST, '0,0'],
      [SECOND, '0,0'],
    ],
  })
  expect(decisionOf(KIND, row).images).toEqual([image(FIRST), image(SECOND)])
})

test.each([
  [rowOf({ index: '0' }), 'chosen_index and chosen_path name different images'],
  [rowOf({ index: '2' }), 'chosen_index is beyond the listed images'],
  [rowOf({ index: '-1' }), 'chosen_index is not a number'],
  [rowOf({ chosen: '' }), 'no file name in chosen_path'],
  [rowOf({ chosen: `${FOLDER}/z.png` }), 'chosen_path is none of the listed images'],
  [rowOf({ count: '3' }), 'the row lists fewer images than image_count says'],
  [rowOf({ count: '1', index: '0' }), 'the row lists more images than image_count says'],
  [`${rowOf({})},x`, 'the row lists more images than image_count says'],
  [rowOf({ count: '999999' }), 'the row lists fewer images than image_count says'],
  [rowOf({ count: 'two' }), 'image_count is not a number above 0'],
  [rowOf({}).split(',').slice(0, 17).join(','), 'the row lists fewer images than image_count says'],
  [
    rowOf({}).split(',').slice(0, 10).join(','),
    'the row has another number of cells than its header',
  ],
  [
    rowOf({ images: [[`/Users/x/mojo2/${FIRST}`, '0,0'], PAIR[1]] }),
    'the images lie in two projects',
  ],
])('%s is quarantined: %s', (row, reason) => {
  expect(reasonOf(KIND, row)).toBe(reason)
})

test('a rival without a name is left out', () => {
  const row = rowOf({ images: [['', '0,0'], PAIR[1], [`${FOLDER}/c.png`, '0,0']] })
  expect(parseOne(KIND, row)).toMatchObject({
    ok: true,
    decision: { images: [image(SECOND), image('c.png')], chosen: 0 },
    notes: [{ reason: 'no file name in image_0_path' }],
  })
  expect(HEADERS[KIND].split(',')).toHaveLength(19)
})

test('columns in another order; a third image has no place there', () => {
  const columns = (HEADERS[KIND] ?? '').split(',')
  const cells = rowOf({}).split(',')
  const order = columns.map((_, index) => (index * 7) % columns.length)
  const shuffled = (all: readonly string[]): string => order.map((index) => all[index]).join(',')
  const more = [...cells.slice(0, 3), '3', ...cells.slice(4)]
  const rows = parseLines(KIND, [shuffled(columns), shuffled(cells), shuffled(more)])
  expect(rows[1]?.parsed).toEqual(parseOne(KIND, rowOf({})))
  expect(rows[2]?.parsed).toMatchObject({
    reason: 'the row lists fewer images than image_count says',
  })
})
