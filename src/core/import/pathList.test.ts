import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTextList } from './pathList.ts'

test.each<[string, readonly string[]]>([
  ['[]', []],
  ['["/a/b.png"]', ['/a/b.png']],
  ['["a\\u00e9", "b\\"c"]', ['aé', 'b"c']],
  ["['/a/b.png']", ['/a/b.png']],
  [" [ 'a' , \"it's\" , ] ", ['a', "it's"]],
  ["('a', 'b')", ['a', 'b']],
  [
    String.raw`['it\'s', "C:\\x\\y.png", '\x41\u00e9\U0001F600\101\0']`,
    ["it's", 'C:\\x\\y.png', 'Aé😀A\0'],
  ],
  [String.raw`['a\qb\n']`, ['a\\qb\n']],
  ["['',]", ['']],
  ["['a,b', '[c]']", ['a,b', '[c]']],
])('%s', (text, items) => {
  expect(readTextList(text)).toEqual(items)
})

test.each([
  '',
  'a',
  "'a'",
  '[',
  ']',
  '[a]',
  '[1]',
  '[None]',
  "[['a']]",
  "['a'",
  "['a",
  "['a'] x",
  "['a']]",
  "['a' 'b']",
  "['a',,]",
  '[,]',
  "['a')",
  "[b'a']",
  "[PosixPath('a')]",
  "[__import__('os').getcwd()]",
  String.raw`['\x4']`,
  String.raw`['\U00110000']`,
  String.raw`['\N{DASH}']`,
  String.raw`['\ `,
  '{"a": "b"}',
  'null',
  '"a"',
  '["a", 1]',
  '[["a"]]',
])('%s is no list of texts', (text) => {
  expect(readTextList(text)).toBeNull()
})

/** As Python's repr writes a text. */
function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const inner = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\0', String.raw`\x00`)
  return `${quote}${inner}${quote}`
}

test('what Python and JSON write comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (items) => {
      expect(readTextList(`[${items.map(pythonText).join(', ')}]`)).toEqual(items)
      expect(readTextList(JSON.stringify(items))).toEqual(items)
    }),
  )
})

test('any text is a list or null', () => {
  const anyText = fc
    .array(fc.constantFrom("'", '"', '[', ']', ',', '\\', 'x', 'U', '0', ' ', 'a'))
    .map((parts) => `[${parts.join('')}`)
  fc.assert(
    fc.property(anyText, (text) => {
      const items = readTextList(text)
      expect(items === null || items.every((item) => typeof item === 'string')).toBe(true)
    }),
  )
})
