/** An 8 x 8 RGB thumbnail: 64 pixels of 3 bytes. */
export const SIGNATURE_LENGTH = 192

/**
 * Contrast below this many grey levels is noise: dividing by it keeps flat pictures (fog, a lens cap) from
 * being blown up. Of 280 photographs the flattest had 13.7.
 */
const LEAST_CONTRAST = 8

/**
 * Exposures of one scene differ in mean brightness by less than this; black and white frames, which have
 * no pattern to compare, by more. Three stops of bracketing around mid-grey stay inside.
 */
const MAX_BRIGHTNESS_DIFFERENCE = 96

/** A signature freed of brightness and contrast, so that an exposure variant of a picture stays close to it. */
export interface Pattern {
  readonly brightness: number
  /** Length 192, mean 0, standard deviation 1 (less for flat pictures). */
  readonly values: Float64Array
}

/**
 * Prepares a signature for comparison.
 * @throws RangeError unless the signature has 192 bytes.
 */
export function toPattern(signature: Uint8Array): Pattern {
  if (signature.length !== SIGNATURE_LENGTH) {
    throw new RangeError(`A signature has ${SIGNATURE_LENGTH} bytes, not ${signature.length}`)
  }
  let sum = 0
  for (const value of signature) sum += value
  const brightness = sum / SIGNATURE_LENGTH
  let squares = 0
  for (const value of signature) squares += (value - brightness) ** 2
  const contrast = Math.max(Math.sqrt(squares / SIGNATURE_LENGTH), LEAST_CONTRAST)
  const values = new Float64Array(SIGNATURE_LENGTH)
  for (let index = 0; index < SIGNATURE_LENGTH; index += 1) {
    values[index] = ((signature[index] ?? 0) - brightness) / contrast
  }
  return { brightness, values }
}

/**
 * How unlike two pictures are: the mean absolute difference of their patterns, in standard deviations.
 * 0 for the same picture; infinite when one is far brighter. Measured on 280 photographs (COCO, Kodak):
 * blur and exposure (x 0.6 to x 1.5) below 0.4, a shift by 5 % of the frame 0.27 (median), by 10 % 0.50,
 * two different photographs 1.11 (median) and 0.52 at the 0.1st percentile.
 */
export function patternDistance(left: Pattern, right: Pattern): number {
  if (Math.abs(left.brightness - right.brightness) > MAX_BRIGHTNESS_DIFFERENCE) return Infinity
  let sum = 0
  for (let index = 0; index < SIGNATURE_LENGTH; index += 1) {
    sum += Math.abs((left.values[index] ?? 0) - (right.values[index] ?? 0))
  }
  return sum / SIGNATURE_LENGTH
}
