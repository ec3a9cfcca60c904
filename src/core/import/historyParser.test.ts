import { describe, expect, test } from 'vitest'
import {
  CSV_KINDS,
  FIRST,
  HEADERS,
  SECOND,
  bytesOf,
  decisionOf,
  goodRow,
  parseBytes,
  parseLines,
  parseOne,
  reasonOf,
} from './historyFiles.fixture.ts'
import { createHistoryParser } from './historyParser.ts'

const CHOSEN = `/Users/x/mojo1/${SECOND}`
const REJECTED = `/Users/x/mojo1/${FIRST}`

function image(fileName: string, size: readonly [number, number] | null = null) {
  return { project: 'mojo1', fileName, widthPx: size?.[0] ?? null, heightPx: size?.[1] ?? null }
}

describe('selections', () => {
  const row = (list: string, chosen = CHOSEN): string =>
    `20251004_213737,group_8,${chosen},${list},2025-10-05T01:43:47Z`

  test('the example of DOMAIN', () => {
    expect(decisionOf('selections', row(`"[""${REJECTED}""]"`))).toEqual({
      images: [image(SECOND), image(FIRST)],
      chosen: 0,
      crop: null,
      session: '20251004_213737',
      atMs: Date.UTC(2025, 9, 5, 1, 43, 47),
    })
  })

  test.each([
    [row('', CHOSEN), 'no list of paths in neg_paths'],
    [row('[]'), 'no rejected image in neg_paths'],
    [row('"[""a.png"" ""b.png""]"'), 'no list of paths in neg_paths'],
    [row('"{""a"": 1}"'), 'no list of paths in neg_paths'],
    [row('"[1, 2]"'), 'no list of paths in neg_paths'],
    [row(`"[""${REJECTED}""]"`, ''), 'no file name in chosen_path'],
    [row(`"[""${REJECTED}""]"`, '/Users/x/mojo1/'), 'no file name in chosen_path'],
    [row(`"[""${REJECTED}""]"`, 'group_8'), 'no file name in chosen_path'],
    [row(`"[""${CHOSEN}""]"`), 'the chosen image is also listed as rejected'],
    [row(`"[""/Users/x/mojo2/${FIRST}""]"`), 'the images lie in two projects'],
    [row('"[""""]"'), 'one image and no crop: nothing is decided'],
    ['s,g,/a/b.png', 'the row has another number of cells than its header'],
    [`${row('"[""/a/b.png""]"')},x`, 'the row has another number of cells than its header'],
    [row(`"[""${REJECTED}""]`), 'a quote in the row is not closed or stands inside a cell'],
    [row(`[""${REJECTED}""]`), 'a quote in the row is not closed or stands inside a cell'],
    [row(`"[""${REJECTED}""]"\0`), 'the row holds bytes that are no text'],
    [row(`"[""${REJECTED}\uFFFD""]"`), 'the row holds bytes that are no text'],
  ])('%s is quarantined: %s', (line, reason) => {
    expect(reasonOf('selections', line)).toBe(reason)
  })

  test('a rejected image without a name is left out and told; one listed twice counts once', () => {
    const parsed = parseOne('selections', row(`"[""${REJECTED}"", """", ""/z/mojo1/${FIRST}""]"`))
    expect(parsed).toMatchObject({
      ok: true,
      decision: { images: [image(SECOND), image(FIRST)], chosen: 0 },
      notes: [{ reason: 'no file name in neg_paths', detail: '' }],
    })
  })

  test('a time that cannot be read costs the time, not the choice', () => {
    const line = `s,g,${CHOSEN},"[""${REJECTED}""]",yesterday`
    expect(parseOne('selections', line)).toMatchObject({
      ok: true,
      decision: { atMs: null },
      notes: [{ reason: 'the time cannot be read', detail: 'yesterday' }],
    })
    expect(parseOne('selections', line.replace('yesterday', ''))).toMatchObject({ notes: [] })
  })

  test('what a person says of the project wins over the folders', () => {
    const line = row(`"[""/Users/x/mojo1/raw/${FIRST}""]"`)
    expect(decisionOf('selections', line, { project: 'alba' }).images[0]?.project).toBe('alba')
  })
})

test('anomalies: a Python list, and the project of the row', () => {
  const line = (list: string): string => `s,g,mojo1,1,2,/old/place/${FIRST},${list},20250728_040606`
  expect(decisionOf('anomalies', line(`"['/old/place/${SECOND}', '/old/place/b.png']"`))).toEqual({
    images: [image(FIRST), image(SECOND), image('b.png')],
    chosen: 0,
    crop: null,
    session: 's',
    atMs: Date.UTC(2025, 6, 28, 4, 6, 6),
  })
  expect(reasonOf('anomalies', line("[__import__('os')]"))).toBe(
    'no list of paths in rejected_paths',
  )
})

test('crops: fractions, the project of the row, the size where it is told', () => {
  const line = (box: string): string => `2025-10-05T01:43:47Z,mojo1,${SECOND},${box}`
  expect(decisionOf('crops', line('0.1,0,0.9,0.8,832,1216'))).toEqual({
    images: [image(SECOND, [832, 1216])],
    chosen: 0,
    crop: { kind: 'fractions', left: 0.1, top: 0, right: 0.9, bottom: 0.8 },
    session: null,
    atMs: Date.UTC(2025, 9, 5, 1, 43, 47),
  })
  expect(decisionOf('crops', line('0,0,1,1,0,0')).crop).toEqual({ kind: 'somewhere' })
  expect(parseOne('crops', line('0.1,0,1.7,0.8,832,1216'))).toEqual({
    ok: false,
    reason: 'the crop lies outside the picture',
    detail: 'x2 is 1.7',
  })
  expect(reasonOf('crops', line(',,,,0,0'))).toBe('one image and no crop: nothing is decided')
})

test('crops without place: that it was cropped, never where; ragged behind what is known', () => {
  for (const line of [
    `s,g,/d/mojo1,${CHOSEN},2,20250728_040606`,
    goodRow('crops-without-place', 1),
  ]) {
    expect(decisionOf('crops-without-place', line).crop).toEqual({ kind: 'somewhere' })
  }
  expect(decisionOf('crops-without-place', `s,g,/d/mojo1,${SECOND},2,`).images).toEqual([
    image(SECOND),
  ])
  expect(reasonOf('crops-without-place', '20250728_040606,group_1,mojo1')).toBe(
    'the row has another number of cells than its header',
  )
})

describe('lines of a file', () => {
  test('line numbers and texts are exact over blank lines and mixed line ends', () => {
    const [one, two, three] = [1, 2, 3].map((id) => goodRow('selections', id))
    const text = `\n${HEADERS.selections}\r\n\r\n${one}\n \n${two}\r${three}\r\n\n`
    const rows = parseBytes('selections', [bytesOf(text)])
    expect(rows.map(({ line, text: row, parsed }) => [line, row, parsed.ok])).toEqual([
      [4, one, true],
      [6, two, true],
      [7, three, true],
    ])
  })

  test('a header in the middle decides nothing, and says where the columns below it stand', () => {
    const rows = parseLines('selections', [
      goodRow('selections', 1),
      HEADERS.selections,
      goodRow('selections', 2),
      '\uFEFFtimestamp,neg_paths,chosen_path',
      `2025-10-05T01:43:47Z,"[""${REJECTED}""]",${CHOSEN}`,
      HEADERS.crops,
      goodRow('crops', 3),
    ])
    expect(rows.map(({ line, parsed }) => [line, parsed.ok])).toEqual([
      [2, true],
      [3, false],
      [4, true],
      [5, false],
      [6, true],
      [7, false],
      [8, true],
    ])
    expect(rows[1]?.parsed).toMatchObject({
      reason: 'the header line again, in the middle of the file',
    })
  })

  test.each(CSV_KINDS)('%s: nothing is read above a header', (kind) => {
    const rows = parseBytes(kind, [
      bytesOf(`${goodRow(kind, 1)}\n${HEADERS[kind]}\n${goodRow(kind, 2)}\n`),
    ])
    expect(rows.map(({ parsed }) => parsed.ok)).toEqual([false, true])
    expect(rows[0]?.parsed).toMatchObject({
      reason: `no header line of the kind ${kind} above the row`,
    })
  })

  test('odd header names, reordered and further columns', () => {
    const text = `"Timestamp", Extra ,'Neg Paths',"CHOSEN-PATH"\n20250728_040606,x,"['${REJECTED}']",${CHOSEN}\n`
    const [row] = parseBytes('selections', [bytesOf(text)])
    expect(row?.parsed).toMatchObject({
      ok: true,
      decision: { images: [image(SECOND), image(FIRST)] },
    })
  })

  test('a last row without a line end counts only when its end is certain', () => {
    const last = (kind: 'selections' | 'crops', row: string) =>
      parseBytes(kind, [bytesOf(`${HEADERS[kind]}\n${row}`)])[0]?.parsed
    expect(last('selections', goodRow('selections', 1))).toMatchObject({ ok: true })
    expect(last('selections', goodRow('selections', 1).slice(0, -1))).toMatchObject({
      reason: 'the last row may be cut off: it has no line end',
      detail: '2025-10-05T01:43:47',
    })
    expect(last('crops', goodRow('crops', 1))).toMatchObject({ ok: false })
  })

  test('a line of 100 MB is one row with its beginning, and the next row is read', () => {
    const parser = createHistoryParser('selections')
    const before = parser.push(bytesOf(`${HEADERS.selections}\n`))
    const piece = new Uint8Array(1_000_000).fill(97)
    for (let count = 0; count < 100; count += 1) before.push(...parser.push(piece))
    expect(before).toEqual([])
    const rows = parser.push(bytesOf(`\n${goodRow('selections', 1)}\n`))
    expect(rows.map(({ line, parsed }) => [line, parsed.ok])).toEqual([
      [2, false],
      [3, true],
    ])
    expect(rows[0]?.text).toBe('a'.repeat(2000))
    expect(parser.end()).toEqual([])
    const unended = createHistoryParser('selections')
    unended.push(piece)
    expect(unended.end()).toMatchObject([
      { line: 1, parsed: { reason: 'the row is far longer than any row of a history file' } },
    ])
  })
})
