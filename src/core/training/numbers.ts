/** Checked reading by index: a wrong index is a bug and must not become a silent NaN. */

/**
 * The number at `index`.
 * @throws RangeError when there is none.
 */
export function at(numbers: ArrayLike<number>, index: number): number {
  const value = numbers[index]
  if (value === undefined) throw new RangeError(`No number at ${index} of ${numbers.length}`)
  return value
}

/**
 * The item at `index` of a list; the same check for anything but numbers.
 * @throws RangeError when there is none.
 */
export function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new RangeError(`No item at ${index} of ${items.length}`)
  return item
}

/** Sum of the numbers; 0 for none. */
export function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const value of numbers) total += value
  return total
}

/** The whole numbers 0 to count - 1. */
export function range(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index)
}

/** All of them one behind the other. */
export function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let start = 0
  for (const part of parts) {
    all.set(part, start)
    start += part.length
  }
  return all
}
