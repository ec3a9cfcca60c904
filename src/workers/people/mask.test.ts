import { expect, test } from 'vitest'
import { shrunk } from './mask.ts'

const maskOf = (columns: number, rows: number, at: (column: number, row: number) => number) => ({
  columns,
  rows,
  values: Uint8Array.from({ length: columns * rows }, (_, cell) =>
    at(cell % columns, Math.floor(cell / columns)),
  ),
})

test.each([
  { aspect: 1, columns: 64, rows: 64 },
  { aspect: 832 / 1216, columns: 44, rows: 64 },
  { aspect: 1216 / 832, columns: 64, rows: 44 },
  { aspect: 100, columns: 64, rows: 1 },
])('a mask of a picture with aspect $aspect has $columns x $rows cells', (wanted) => {
  const { columns, rows, values } = shrunk(
    maskOf(256, 256, () => 77),
    wanted.aspect,
  )
  expect({ columns, rows }).toEqual({ columns: wanted.columns, rows: wanted.rows })
  expect(values.every((value) => value === 77)).toBe(true)
  expect(values).toHaveLength(columns * rows)
})

test('each cell is the mean of its own part of the picture', () => {
  const { values } = shrunk(
    maskOf(256, 256, (column, row) => (column < 6 && row < 4 ? 200 : 0)),
    1,
  )
  // Four by four to a cell: the first is full, the second half.
  expect([...values.subarray(0, 3)]).toEqual([200, 100, 0])
  expect(values[64]).toBe(0)
})
