/** Preprocessing: pixels become the numbers that a network expects, as its manifest says. */
import type { EncoderInput } from '../../core/encoders/manifest.ts'
import { sharpFrom, type Pixels } from './decode.ts'
import { enlarge } from './enlarge.ts'

// sharp's `cubic` is Catmull-Rom (a = -0.5), the kernel of Pillow's BICUBIC; both widen it when shrinking.
const KERNELS = { bicubic: 'cubic', bilinear: 'linear', lanczos3: 'lanczos3' } as const

/**
 * From a factor of 4 libvips first averages squares of pixels, which Pillow does not: 2.1 levels of mean
 * drift instead of 0.5 on a hard picture of 2048 px. So nothing is shrunk by more than this at once.
 */
const MAX_SHRINK = 3.9

/** The resized and cropped square, 8-bit RGB, sizePx x sizePx x 3, as Pillow and torchvision make it. */
export async function encoderPixels(pixels: Pixels, input: EncoderInput): Promise<Buffer> {
  const { sizePx } = input
  const { widthPx, heightPx } = resizedSize(pixels, input)
  const resized = await resize(pixels, widthPx, heightPx, input.interpolation)
  if (widthPx === sizePx && heightPx === sizePx) return resized.rgb
  const [left, top] = [halfOf(widthPx - sizePx), halfOf(heightPx - sizePx)]
  return sharpFrom(resized).extract({ left, top, width: sizePx, height: sizePx }).raw().toBuffer()
}

/** torchvision's Resize: the longer side is rounded down. */
function resizedSize(
  { widthPx, heightPx }: Pixels,
  { resize, sizePx }: EncoderInput,
): { readonly widthPx: number; readonly heightPx: number } {
  if (resize === 'exact') return { widthPx: sizePx, heightPx: sizePx }
  const shorter = Math.min(widthPx, heightPx)
  return {
    widthPx: Math.floor((sizePx * widthPx) / shorter),
    heightPx: Math.floor((sizePx * heightPx) / shorter),
  }
}

/** torchvision's CenterCrop: Python's round, which takes a half to the even number. */
function halfOf(length: number): number {
  const below = Math.floor(length / 2)
  return length % 2 === 0 ? below : below + (below % 2)
}

async function resize(
  pixels: Pixels,
  widthPx: number,
  heightPx: number,
  interpolation: EncoderInput['interpolation'],
): Promise<Pixels> {
  const shrink = Math.max(pixels.widthPx / widthPx, pixels.heightPx / heightPx)
  // Sides to enlarge keep their length here.
  const [width, height] = [Math.min(widthPx, pixels.widthPx), Math.min(heightPx, pixels.heightPx)]
  const steps = Math.max(1, Math.ceil(Math.log(shrink) / Math.log(MAX_SHRINK)))
  let current = pixels
  for (let left = steps - 1; left >= 0; left -= 1) {
    // Equal factors: a small first step and a large last one drift half as far for twice the time.
    const side = (from: number, to: number): number =>
      left === 0 ? to : Math.round(to * (from / to) ** (left / steps))
    const size = { width: side(pixels.widthPx, width), height: side(pixels.heightPx, height) }
    if (size.width === current.widthPx && size.height === current.heightPx) continue
    const rgb = await sharpFrom(current)
      .resize({ ...size, fit: 'fill', kernel: KERNELS[interpolation] })
      .raw()
      .toBuffer()
    current = { rgb, widthPx: size.width, heightPx: size.height }
  }
  return enlarge(current, widthPx, heightPx, interpolation)
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
