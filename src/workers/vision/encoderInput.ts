/** Preprocessing: pixels become the numbers that a network expects, as its manifest says. */
import { sharpFrom, type Pixels } from './decode.ts'
import type { EncoderInput } from '../../core/encoders/manifest.ts'

// sharp's `cubic` is Catmull-Rom (a = -0.5), the kernel of Pillow's BICUBIC; both widen it when
// shrinking. golden.json holds what Pillow makes of a picture, and the test beside holds the drift.
const KERNELS = { bicubic: 'cubic', bilinear: 'linear', lanczos3: 'lanczos3' } as const

/** The resized and cropped square, 8-bit RGB, sizePx x sizePx x 3. */
export async function encoderPixels(pixels: Pixels, input: EncoderInput): Promise<Buffer> {
  return sharpFrom(pixels)
    .resize({
      width: input.sizePx,
      height: input.sizePx,
      fit: input.resize === 'exact' ? 'fill' : 'cover',
      kernel: KERNELS[input.interpolation],
    })
    .raw()
    .toBuffer()
}

/** The network's input for one picture: 3 x sizePx x sizePx values in the manifest's layout. */
export async function encoderInput(pixels: Pixels, input: EncoderInput): Promise<Float32Array> {
  const rgb = await encoderPixels(pixels, input)
  const count = input.sizePx * input.sizePx
  const values = new Float32Array(3 * count)
  for (const channel of [0, 1, 2] as const) {
    const source = input.colourOrder === 'rgb' ? channel : 2 - channel
    const valueOfLevel = Float32Array.from(
      { length: 256 },
      (_, level) => (level / input.divisor - input.mean[channel]) / input.std[channel],
    )
    const [start, step] = input.layout === 'nchw' ? [channel * count, 1] : [channel, 3]
    for (let index = 0; index < count; index += 1) {
      values[start + index * step] = valueOfLevel[rgb[index * 3 + source] ?? 0] ?? 0
    }
  }
  return values
}
