/** Lists of texts as history files write them: JSON, or the literal that Python prints. Nothing is evaluated. */

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])
/** How many hex digits follow `\x`, `\u` and `\U`. */
const HEX_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

/** The texts of a JSON list or a Python list or tuple literal; null when it is anything else. */
export function readTextList(text: string): readonly string[] | null {
  const trimmed = text.trim()
  return readJsonList(trimmed) ?? readPythonList(trimmed)
}

function readJsonList(text: string): readonly string[] | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null
}

function readPythonList(text: string): readonly string[] | null {
  const closing = text.startsWith('[') ? ']' : text.startsWith('(') ? ')' : null
  if (closing === null) return null
  const items: string[] = []
  let at = afterSpace(text, 1)
  while (text[at] !== closing) {
    const item = readPythonText(text, at)
    if (item === null) return null
    items.push(item.value)
    at = afterSpace(text, item.end)
    if (text[at] === ',') at = afterSpace(text, at + 1)
    else if (text[at] !== closing) return null
  }
  return at === text.length - 1 ? items : null
}

function readPythonText(
  text: string,
  start: number,
): { readonly value: string; readonly end: number } | null {
  const quote = text[start]
  if (quote !== "'" && quote !== '"') return null
  let value = ''
  let at = start + 1
  for (;;) {
    const letter = text[at]
    if (letter === undefined) return null
    if (letter === quote) return { value, end: at + 1 }
    if (letter === '\\') {
      const escaped = readEscape(text, at + 1)
      if (escaped === null) return null
      value += escaped.value
      at = escaped.end
    } else {
      value += letter
      at += 1
    }
  }
}

/** What stands after a backslash, by Python's rules: an unknown letter keeps its backslash. */
function readEscape(
  text: string,
  at: number,
): { readonly value: string; readonly end: number } | null {
  const letter = text[at]
  // `\N{name}` would need the names of all letters.
  if (letter === undefined || letter === 'N') return null
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0]
  if (octal !== undefined) {
    return { value: String.fromCodePoint(Number.parseInt(octal, 8)), end: at + octal.length }
  }
  const digits = HEX_ESCAPES.get(letter)
  if (digits === undefined) {
    return { value: SIMPLE_ESCAPES.get(letter) ?? `\\${letter}`, end: at + 1 }
  }
  const hex = text.slice(at + 1, at + 1 + digits)
  const code = new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(hex) ? Number.parseInt(hex, 16) : null
  if (code === null || code > 0x10_ff_ff) return null
  return { value: String.fromCodePoint(code), end: at + 1 + digits }
}

function afterSpace(text: string, from: number): number {
  let at = from
  while (/\s/.test(text[at] ?? '')) at += 1
  return at
}
