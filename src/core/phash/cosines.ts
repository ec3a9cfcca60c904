/**
 * The discrete cosine transform of 32 numbers, rounding included. A perceptual hash asks which frequencies are
 * above their median; in a flat or symmetrical picture many of them are 0 but for what rounding leaves, so the
 * last bit decides. Therefore the same sums in the same order as pocketfft (Martin Reinecke, BSD-3-Clause), on
 * which SciPy's `fftpack.dct` stands: fold, a real FFT backward with the factors 2, 4, 4, unfold.
 */
import { at } from '../training/numbers.ts'

export const TRANSFORM_LENGTH = 32

/** cos(pi k / 64) for k = 1 to 31, with the errors in the last bit that pocketfft's own table has. */
const QUARTER_COSINES: readonly number[] = [
  0.9987954562051724, 0.9951847266721969, 0.989176509964781, 0.9807852804032304, 0.970031253194544,
  0.9569403357322088, 0.9415440651830208, 0.9238795325112867, 0.9039892931234433, 0.881921264348355,
  0.8577286100002721, 0.8314696123025452, 0.8032075314806449, 0.773010453362737, 0.7409511253549591,
  0.7071067811865475, 0.6715589548470183, 0.6343932841636455, 0.5956993044924332,
  0.5555702330196022, 0.5141027441932217, 0.47139673682599753, 0.42755509343028203,
  0.38268343236508967, 0.33688985339221994, 0.2902846772544623, 0.24298017990326393,
  0.19509032201612825, 0.14673047445536164, 0.09801714032956049, 0.04906767432741799,
]

/** Cosine and sine of 2 pi k / 32 for k = 1 to 7, from the same source. */
const TWIDDLES: readonly (readonly [cosine: number, sine: number])[] = [
  [0.9807852804032304, 0.19509032201612825],
  [0.9238795325112867, 0.3826834323650898],
  [0.8314696123025452, 0.5555702330196022],
  [0.7071067811865475, Math.SQRT1_2],
  [0.5555702330196022, 0.8314696123025452],
  [0.3826834323650898, 0.9238795325112867],
  [0.19509032201612825, 0.9807852804032304],
]

/**
 * DCT-II without normalisation: 2 * sum of x[n] cos(pi k (2n + 1) / 64).
 * @param values 32 numbers.
 * @returns 32 new numbers.
 */
export function cosineTransform(values: Float64Array): Float64Array {
  const length = TRANSFORM_LENGTH
  if (values.length !== length) throw new RangeError(`${values.length} numbers are not ${length}`)
  const folded = values.slice()
  folded[0] = 2 * at(folded, 0)
  folded[length - 1] = 2 * at(folded, length - 1)
  for (let k = 1; k < length - 1; k += 2) {
    const [lower, upper] = [at(folded, k), at(folded, k + 1)]
    folded[k + 1] = upper - lower
    folded[k] = lower + upper
  }
  const result = inverseRealTransform(folded)
  for (let k = 1; k < length / 2; k += 1) {
    const mirrored = length - k
    const [low, high] = [at(result, k), at(result, mirrored)]
    const [near, far] = [quarterCosine(k), quarterCosine(mirrored)]
    const first = near * high + far * low
    const second = near * low - far * high
    result[k] = 0.5 * (first + second)
    result[mirrored] = 0.5 * (first - second)
  }
  result[length / 2] = at(result, length / 2) * quarterCosine(length / 2)
  return result
}

/** A real FFT backward: half-complex in, real out, in passes of radix 2, 4 and 4. */
function inverseRealTransform(halfComplex: Float64Array): Float64Array {
  return radixFour(radixFour(radixTwo(halfComplex), 2), 8)
}

/** The first pass: one transform of 32 becomes two of 16. */
function radixTwo(input: Float64Array): Float64Array {
  const last = TRANSFORM_LENGTH - 1
  const half = TRANSFORM_LENGTH / 2
  const output = new Float64Array(TRANSFORM_LENGTH)
  output[0] = at(input, 0) + at(input, last)
  output[half] = at(input, 0) - at(input, last)
  output[half - 1] = 2 * at(input, half - 1)
  output[last] = -2 * at(input, half)
  for (let i = 2; i < half; i += 2) {
    const mirrored = TRANSFORM_LENGTH - i
    const [real, otherReal] = [at(input, i - 1), at(input, mirrored - 1)]
    const [imaginary, otherImaginary] = [at(input, i), at(input, mirrored)]
    output[i - 1] = real + otherReal
    output[i] = imaginary - otherImaginary
    writeTurned(output, half + i, real - otherReal, imaginary + otherImaginary, i / 2)
  }
  return output
}

/** A pass that makes four parts, `TRANSFORM_LENGTH / 4` apart, of each of `blocks` blocks. */
function radixFour(input: Float64Array, blocks: number): Float64Array {
  const inner = TRANSFORM_LENGTH / (4 * blocks)
  const output = new Float64Array(TRANSFORM_LENGTH)
  for (let block = 0; block < blocks; block += 1) {
    const from = (index: number, part: number): number =>
      at(input, index + inner * (part + 4 * block))
    const to = (index: number, part: number): number => index + inner * (block + blocks * part)

    const outer = from(0, 0) + from(inner - 1, 3)
    const crossed = from(0, 0) - from(inner - 1, 3)
    const middle = 2 * from(inner - 1, 1)
    const below = 2 * from(0, 2)
    output[to(0, 0)] = outer + middle
    output[to(0, 2)] = outer - middle
    output[to(0, 3)] = crossed + below
    output[to(0, 1)] = crossed - below
    if (inner === 1) continue

    const ends = from(0, 3) + from(0, 1)
    const endsApart = from(0, 3) - from(0, 1)
    const starts = from(inner - 1, 0) + from(inner - 1, 2)
    const startsApart = from(inner - 1, 0) - from(inner - 1, 2)
    output[to(inner - 1, 0)] = starts + starts
    output[to(inner - 1, 1)] = Math.SQRT2 * (startsApart - ends)
    output[to(inner - 1, 2)] = endsApart + endsApart
    output[to(inner - 1, 3)] = -Math.SQRT2 * (startsApart + ends)

    // Parts of four have one number between their ends: a complex one, at 1 and 2.
    const [real1, real2] = [from(1, 0) + from(1, 3), from(1, 0) - from(1, 3)]
    const [imaginary1, imaginary2] = [from(2, 0) + from(2, 3), from(2, 0) - from(2, 3)]
    const [imaginary3, real4] = [from(2, 2) - from(2, 1), from(2, 2) + from(2, 1)]
    const [real3, imaginary4] = [from(1, 2) + from(1, 1), from(1, 2) - from(1, 1)]
    output[to(1, 0)] = real1 + real3
    output[to(2, 0)] = imaginary2 + imaginary3
    writeTurned(output, to(2, 1), real2 - real4, imaginary1 + imaginary4, blocks)
    writeTurned(output, to(2, 2), real1 - real3, imaginary2 - imaginary3, 2 * blocks)
    writeTurned(output, to(2, 3), real2 + real4, imaginary1 - imaginary4, 3 * blocks)
  }
  return output
}

/** Multiplies a complex number by the twiddle of `step`; the real part goes before `index`, the other to it. */
function writeTurned(
  output: Float64Array,
  index: number,
  real: number,
  imaginary: number,
  step: number,
): void {
  const twiddle = TWIDDLES[step - 1]
  if (twiddle === undefined) throw new RangeError(`There is no twiddle ${step}`)
  const [cosine, sine] = twiddle
  output[index] = cosine * imaginary + sine * real
  output[index - 1] = cosine * real - sine * imaginary
}

function quarterCosine(step: number): number {
  return at(QUARTER_COSINES, step - 1)
}
