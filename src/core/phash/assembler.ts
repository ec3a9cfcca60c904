/**
 * Just enough of a WebAssembly assembler for rowKernel.ts: an instruction is its bytes (WebAssembly 2.0, chapters
 * 5.4 and 5.5). A compiler for a dozen lines would be a larger thing to build, pin and ship.
 */

export type Code = readonly number[]

/** What a function takes, keeps and does; its parameters are its first locals. */
export interface FunctionCode {
  readonly name: string
  /** All are 32-bit integers. */
  readonly parameters: number
  readonly vectors: number
  readonly answersInteger: boolean
  readonly body: Code
}

const [INTEGER, VECTOR] = [0x7f, 0x7b]
const SIMD = 0xfd

export const sequence = (...codes: readonly Code[]): Code => codes.flat()
export const integer = (value: number): Code => [0x41, ...signed(value)]
export const get = (local: number): Code => [0x20, ...unsigned(local)]
export const set = (local: number): Code => [0x21, ...unsigned(local)]
export const tee = (local: number): Code => [0x22, ...unsigned(local)]
export const add: Code = [0x6a]
export const lessThan: Code = [0x49]
/** Runs `body` again as long as it leaves something else than 0. */
export const repeat = (...body: readonly Code[]): Code => [
  0x03,
  0x40,
  ...body.flat(),
  0x0d,
  0,
  0x0b,
]

/** Sixteen bytes at the address on the stack plus `offset`. */
export const load = (offset: number): Code => [SIMD, 0x00, 0, ...unsigned(offset)]
export const store: Code = [SIMD, 0x0b, 0, 0]
export const bytes = (values: readonly number[]): Code => [SIMD, 0x0c, ...values]
/** Picks bytes of the lower vector by the numbers in the upper one; a number above 15 picks 0. */
export const swizzle: Code = [SIMD, 0x0e]
export const spread: Code = [SIMD, 0x11]
export const lane = (index: number): Code => [SIMD, 0x1b, index]
/** Two vectors of four 32-bit numbers into one of eight 16-bit ones. */
export const narrow: Code = [SIMD, ...unsigned(0x86)]
export const shiftLeft: Code = [SIMD, ...unsigned(0xab)]
export const shiftRight: Code = [SIMD, ...unsigned(0xad)]
export const addVectors: Code = [SIMD, ...unsigned(0xae)]
/** Products of eight signed 16-bit numbers, neighbours added: four 32-bit numbers. */
export const dotVectors: Code = [SIMD, ...unsigned(0xba)]

/** A module of these functions and one memory of a page, all exported; the memory as `memory`. */
export function assemble(functions: readonly FunctionCode[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, answersInteger }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [INTEGER])),
    ...list(answersInteger ? [[INTEGER]] : []),
  ])
  const exports = functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)])
  const codes = functions.map(({ vectors, body }) =>
    sized([...list([[...unsigned(vectors), VECTOR]]), ...body, 0x0b]),
  )
  const sections = [
    section(1, types),
    section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    section(5, [[0x00, 1]]),
    section(7, [[...text('memory'), 0x02, 0], ...exports]),
    section(10, codes),
  ]
  return Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()])
}

const section = (id: number, items: readonly Code[]): Code => [id, ...sized(list(items))]
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()]
const sized = (code: Code): Code => [...unsigned(code.length), ...code]
const text = (ascii: string): Code => list(Array.from(ascii, (letter) => [letter.charCodeAt(0)]))

/** LEB128: seven bits a byte, the lowest first; the top bit says that more follow. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

/** The same; it ends where the rest is the sign alone. */
function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)]
}
