/** A source of numbers in [0, 1). */
export type Random = () => number

/**
 * A repeatable random source: the same text always gives the same numbers, on every machine. The trainer's
 * generator is not used on purpose: a change to it must not change the pictures that figures were measured on.
 * The text is hashed with FNV-1a (32 bits); the numbers come from mulberry32 (T. Ettinger, public domain).
 */
export function seededRandom(seed: string): Random {
  let hash = 0x811c9dc5
  for (let index = 0; index < seed.length; index += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193)
  }
  let state = hash >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A number in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low)
}

/** A whole number from low to high, both included. */
export function wholeBetween(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1))
}

/** One of the items, each equally likely. Throws a RangeError on an empty list. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('pick needs at least one item')
  return item
}

/** A copy of the items in random order (Fisher-Yates). */
export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  const rest = [...items]
  const result: Item[] = []
  while (rest.length > 0) result.push(...rest.splice(Math.floor(random() * rest.length), 1))
  return result
}
