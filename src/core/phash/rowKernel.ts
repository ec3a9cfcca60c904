/**
 * The two loops that see every pixel, in WebAssembly with vectors of 128 bits: in JavaScript they took about five
 * times as long, more than Pillow. They compute the same whole numbers.
 */
import {
  add,
  addVectors,
  assemble,
  bytes,
  dotVectors,
  get,
  integer,
  lane,
  lessThan,
  load,
  narrow,
  repeat,
  sequence,
  set,
  shiftLeft,
  shiftRight,
  spread,
  store,
  swizzle,
  tee,
  type Code,
} from './assembler.ts'

/** Pixels that go through at once: rows and weights are padded to multiples of it. */
export const LANES = 8

/** Bits of a weight that are multiplied apart: products of 16 bits are the widest that a vector adds up. */
export const LOW_BITS = 12

export interface RowKernel {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
  /**
   * Turns rows of three bytes a pixel into 16-bit greys, eight pixels at a time; reads up to 28 bytes beyond.
   * @param from, to addresses. @param end address where the greys end.
   */
  readonly grey: (from: number, to: number, end: number) => void
  /**
   * The sum of greys times weights, modulo 2^32.
   * @param greys, end addresses of 16-bit numbers, at least eight.
   * @param weights address of eight upper parts (weight >> 12), eight lower ones (weight & 4095), and so on.
   */
  readonly weigh: (greys: number, weights: number, end: number) => number
}

/**
 * Pillow's weights of red, green and blue: 0.299, 0.587 and 0.114 in 16 bits (ITU-R 601). That of green is too
 * wide for a product of signed 16-bit numbers, so green is taken twice with the half of 38,470.
 */
const [RED, HALF_GREEN, BLUE] = [19_595, 19_235, 7_471]
/** Rounds the shift by 16 bits. */
const HALF_OF_16_BITS = 0x8000

/** Of four pixels of three bytes each the byte `first` and the next one, each widened to 16 bits. */
const twoOfThree = (first: number): Code =>
  bytes([0, 3, 6, 9].flatMap((pixel) => [pixel + first, 0xff, pixel + first + 1, 0xff]))

/** Two 16-bit numbers in turn, four times, into a local. */
const keep = (local: number, even: number, odd: number): Code =>
  sequence(integer(even | (odd << 16)), spread, set(local))

/** Four greys of the twelve bytes at local 0 plus `offset`; uses locals 3 to 6. */
const fourGreys = (offset: number): Code =>
  sequence(
    sequence(get(0), load(offset), tee(3), twoOfThree(0), swizzle, get(4), dotVectors),
    sequence(get(3), twoOfThree(1), swizzle, get(5), dotVectors, addVectors),
    sequence(get(6), addVectors, integer(16), shiftRight),
  )

const GREY = sequence(
  sequence(keep(4, RED, HALF_GREEN), keep(5, HALF_GREEN, BLUE), keep(6, HALF_OF_16_BITS, 0)),
  repeat(
    sequence(get(1), fourGreys(0), fourGreys(12), narrow, store),
    sequence(get(0), integer(24), add, set(0)),
    sequence(get(1), integer(16), add, tee(1), get(2), lessThan),
  ),
)

/** Local 3 holds eight greys; 4 and 5 the sums of the upper and lower products. */
const WEIGH = sequence(
  repeat(
    sequence(get(0), load(0), tee(3), get(1), load(0), dotVectors, get(4), addVectors, set(4)),
    sequence(get(3), get(1), load(16), dotVectors, get(5), addVectors, set(5)),
    sequence(get(1), integer(32), add, set(1)),
    sequence(get(0), integer(16), add, tee(0), get(2), lessThan),
  ),
  sequence(get(4), integer(LOW_BITS), shiftLeft, get(5), addVectors, tee(3), lane(0)),
  sequence(get(3), lane(1), add, get(3), lane(2), add, get(3), lane(3), add),
)

const MODULE = assemble([
  { name: 'grey', parameters: 3, vectors: 4, answersInteger: false, body: GREY },
  { name: 'weigh', parameters: 3, vectors: 3, answersInteger: true, body: WEIGH },
])

/** Part of the language's engine like typed arrays, but its types come with those of browsers, which core has not. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/** A kernel with a memory of its own. */
export function createRowKernel(): RowKernel {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(MODULE))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the module above exports just these
  return exports as RowKernel
}
