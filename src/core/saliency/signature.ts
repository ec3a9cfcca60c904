/** What stands out from the regular parts of a picture: its image signature. */
import { blurred, CELLS, SIDE, times, timesTransposed, transposed } from './grid.ts'

/** Of a reconstruction, in cells. */
const BLUR_CELLS = 1.5

// Frequencies that a picture does not have come out of the arithmetic as tiny numbers of either sign.
const LEAST_AMPLITUDE = 1e-6

/** Row k holds the k-th cosine of the orthonormal DCT-II. */
const COSINES = Float64Array.from({ length: CELLS }, (_, at) => {
  const [frequency, place] = [Math.floor(at / SIDE), at % SIDE]
  const scale = Math.sqrt((frequency === 0 ? 1 : 2) / SIDE)
  return scale * Math.cos((Math.PI * (place + 0.5) * frequency) / SIDE)
})
const COSINES_TRANSPOSED = transposed(COSINES)

/**
 * Hou, Harel and Koch, "Image Signature: Highlighting Sparse Salient Regions" (2012): of the cosine
 * transform of each channel only the signs are kept; turned back, what is sparse rises above what
 * repeats. Squared, added over the channels and blurred.
 * @param channels planes of SIDE x SIDE values.
 */
export function signature(channels: readonly Float64Array[]): Float64Array {
  const energy = new Float64Array(CELLS)
  for (const channel of channels) {
    const amplitudes = timesTransposed(times(COSINES, channel), COSINES)
    const signs = amplitudes.map((value) =>
      Math.abs(value) < LEAST_AMPLITUDE ? 0 : Math.sign(value),
    )
    const rebuilt = times(times(COSINES_TRANSPOSED, signs), COSINES)
    rebuilt.forEach((value, cell) => {
      energy[cell] = (energy[cell] ?? 0) + value ** 2
    })
  }
  return blurred(energy, BLUR_CELLS)
}
