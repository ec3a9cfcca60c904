/** Seeded randomness for everything that learns: same seed, same numbers, on every machine. */
import { at } from './numbers.ts'

export interface Random {
  /** 32 random bits as a whole number, 0 to 2^32 - 1. */
  readonly bits: () => number
  /** Uniform in [0, 1), in steps of 2^-32. */
  readonly uniform: () => number
  /** A whole number, 0 to limit - 1. The bias of at most limit / 2^32 does not matter for our limits. */
  readonly below: (limit: number) => number
}

/**
 * xoshiro128** 1.1 (Blackman and Vigna, prng.di.unimi.it) from its four words of state.
 * @param state four 32-bit words, not all zero.
 */
export function randomFromState(state: readonly [number, number, number, number]): Random {
  let [a, b, c, d] = state
  const bits = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return result
  }
  const uniform = (): number => bits() / 2 ** 32
  return { bits, uniform, below: (limit) => Math.floor(uniform() * limit) }
}

/**
 * An independent generator for one purpose, so that drawing more for one never changes another.
 * @param seed the training's seed; only its lower 32 bits count.
 * @param stream what it is for, for example (candidate, fold): any whole numbers.
 */
export function createRandom(seed: number, ...stream: readonly number[]): Random {
  let state = seed >>> 0
  for (const word of stream) state = mix((mix(state) + word + 0x9e3779b9) >>> 0)
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    return mix(state)
  }
  return randomFromState([next(), next(), next(), next() | 1])
}

/** Puts the numbers in random order, in place (Fisher and Yates). */
export function shuffle(numbers: Int32Array, random: Random): void {
  for (let last = numbers.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1)
    const kept = at(numbers, last)
    numbers[last] = at(numbers, other)
    numbers[other] = kept
  }
}

function rotateLeft(word: number, count: number): number {
  return (word << count) | (word >>> (32 - count))
}

/** The output function of splitmix32, which spreads each input bit over all 32 (constants: T. Ettinger). */
function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
