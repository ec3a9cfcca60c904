import { expect, test } from 'vitest'
import { CSV_KINDS, HEADERS, bytesOf } from './historyFiles.fixture.ts'
import { recognise } from './recognise.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

test.each(CSV_KINDS)('%s by its header, in whatever dress', (kind) => {
  const header = HEADERS[kind]
  const names = header.split(',')
  for (const text of [
    header,
    `${header}\r\nx`,
    `\uFEFF${header}\n`,
    `\n\n${header}`,
    header.toUpperCase().replaceAll('_', ' '),
    names
      .map((name) => ` "${name}"`)
      .join(',')
      .replaceAll(' "', '"'),
    names.map((name) => ` ${name.replaceAll('_', '-')} `).join(','),
    [...names, 'more'].toReversed().join(','),
    `"${header}`,
  ]) {
    expect([text, recognise(bytesOf(text))]).toEqual([text, { kind }])
  }
})

test('databases and Parquet files by their magic', () => {
  expect(recognise(bytes('SQLite format 3\0rest'))).toEqual({ kind: 'decision-database' })
  const parquet = (footer: string): Uint8Array =>
    bytes(`PAR1 phash embedding ${footer}${String.fromCharCode(footer.length)}\0\0\0PAR1`)
  expect(recognise(parquet('..image..embedding..'))).toEqual({ kind: 'embeddings' })
  expect(recognise(parquet('..image..phash..'))).toEqual({ kind: 'hashes' })
  expect(recognise(bytes('PAR1'), parquet('..image..phash..'))).toEqual({ kind: 'hashes' })
  expect(recognise(parquet('..image..'))).toEqual({
    reason: 'a Parquet file with neither embeddings nor hashes',
  })
  expect(recognise(bytes('PAR1 half'))).toEqual({ reason: 'a Parquet file that is cut off' })
})

test.each([
  ['', 'the file is empty'],
  ['\n \r\n', 'the file is empty'],
  ['\u00EF\u00BB\u00BF', 'the file is empty'],
  ['\0'.repeat(5000), 'the file holds nothing but zero bytes'],
  [
    'PK\u0003\u0004\u0014\0',
    'a zip archive or an office document: unpack it, or save the table as CSV, and import that',
  ],
  ['\u0089PNG\r\n\u001A\n', 'a picture, not a history file'],
  ['\u00FF\u00D8\u00FF\u00E0', 'a picture, not a history file'],
  ['RIFF\u0010\0\0\0WEBPVP8 ', 'a picture, not a history file'],
  ['\u0001\u0002\u0003\u00FE', 'not a history file: it holds no text'],
  ['\u00C0\u00C1\u00F5\u00FF'.repeat(50), 'not a history file: it holds no text'],
  ['name,age,city\n1,2,3', 'not a history file: columns seen name, age, city'],
  ['hello world', 'not a history file: columns seen hello_world'],
  ['a,,b', 'not a history file: columns seen a, (none), b'],
  ['a,b,c,d,e,f,g,h,i,j\n', 'not a history file: columns seen a, b, c, d, e, f, g, h and 2 more'],
  [
    'session_id,set_id,chosen_path',
    'not a history file: columns seen session_id, set_id, chosen_path',
  ],
])('%j: %s', (text, reason) => {
  expect(recognise(bytes(text))).toEqual({ reason })
})

test('a column of endless length is shortened', () => {
  expect(recognise(bytes('x'.repeat(60_000)))).toEqual({
    reason: `not a history file: columns seen ${'x'.repeat(40)}…`,
  })
})
