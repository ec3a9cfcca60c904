import { expect, test } from 'vitest'
import { formatForPeople } from './format.ts'

test('lists, fields, nothing, and names that would command the terminal', () => {
  const text = formatForPeople({
    sets: 2,
    confidence: 0.5,
    none: [],
    failed: [{ path: 'a\u001B[31m\nb.png', reason: null }],
  })
  expect(text).toBe(
    'sets: 2\nconfidence: 0.5000\nnone: none\nfailed:\n  - path: a\uFFFD[31m\uFFFDb.png\n    reason: -',
  )
})
