/** Grey of a picture, and the way in which the loops over pixels read it. */

/**
 * A value that is there. The loops over a million pixels of this folder stay inside their arrays by
 * construction, and `?? 0` at each of their reads costs them a fifth of their time.
 */
export function valueAt(values: Uint8Array | Uint8ClampedArray, index: number): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return values[index] as number
}

/** Luma times 32,768, half added for rounding: shifted right by 15 it is the luma. */
export function scaledLuma(red: number, green: number, blue: number): number {
  return red * 9798 + green * 19235 + blue * 3735 + 16384
}

/**
 * Rec. 601 luma, 0-255, with the 15-bit integers of OpenCV's RGB2GRAY, so that numbers that others
 * publish for the variance of the Laplacian apply.
 * @param channels bytes per pixel in `bytes`: red, green, blue and, with 4, one that does not count.
 */
export function lumaOf(bytes: Uint8Array | Uint8ClampedArray, channels: 3 | 4): Uint8Array {
  const luma = new Uint8Array(Math.floor(bytes.length / channels))
  for (let index = 0, at = 0; index < luma.length; index += 1, at += channels) {
    luma[index] =
      scaledLuma(valueAt(bytes, at), valueAt(bytes, at + 1), valueAt(bytes, at + 2)) >> 15
  }
  return luma
}
