/** Answers for people: plain indented text of the same data that --json prints. */

/** Lists become one line per item, objects one line per field; nothing is left out. */
export function formatForPeople(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}none`
    return value.map((item) => formatItem(item, indent)).join('\n')
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, field]) =>
        isNested(field)
          ? `${indent}${name}:\n${formatForPeople(field, `${indent}  `)}`
          : `${indent}${name}: ${formatScalar(field)}`,
      )
      .join('\n')
  }
  return `${indent}${formatScalar(value)}`
}

function formatItem(item: unknown, indent: string): string {
  if (!isNested(item)) return `${indent}- ${formatScalar(item)}`
  return `${indent}- ${formatForPeople(item, `${indent}  `).trimStart()}`
}

function isNested(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return typeof value === 'object' && value !== null
}

function formatScalar(value: unknown): string {
  if (value === null || value === undefined) return '-'
  if (Array.isArray(value)) return 'none'
  if (typeof value === 'number' && !Number.isInteger(value)) return value.toFixed(4)
  return typeof value === 'string' ? printable(value) : JSON.stringify(value)
}

/** A name may hold line breaks and commands to the terminal: they are shown, not obeyed. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\uFFFD')
}
