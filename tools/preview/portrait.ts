/** The portrait of tools/sample with a raised hand, and the mask of its person. */
import sharp from 'sharp'
import { composeScene } from '../sample/degrade.ts'
import { seededRandom } from '../sample/random.ts'
import { renderScene } from '../sample/scenes/render.ts'
import { handDrawing } from './hand.ts'
import type { WantedPicture } from './pictures.ts'

export interface PortraitMask {
  readonly columns: number
  readonly rows: number
  readonly values: readonly number[]
}

/** A portrait that looks into the camera; another seed is another person elsewhere in the picture. */
const SEED = 'preview/2'

/** JPEG of one variant: the first is soft, the third has more colour and a ring finger that is too long. */
export async function portraitPicture(wanted: WantedPicture): Promise<Buffer> {
  const { imageId, longEdgePx } = wanted
  const scale = Math.min(longEdgePx, 1216) / Math.max(wanted.widthPx, wanted.heightPx)
  const [widthPx, heightPx] = [
    Math.round(wanted.widthPx * scale),
    Math.round(wanted.heightPx * scale),
  ]
  const variant = imageId % 10
  const layers = await renderScene('portrait', SEED, widthPx, heightPx, 0)
  const pixels = composeScene(layers, 0, seededRandom(SEED))
  const whole = await sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .composite([{ input: Buffer.from(handDrawing(variant === 3, widthPx, heightPx)) }])
    .png()
    .toBuffer()
  const picture = sharp(whole)
  if (variant === 1) picture.blur(0.4 + widthPx / 500)
  if (variant === 3) picture.modulate({ saturation: 1.35, brightness: 1.1 })
  return picture.jpeg({ quality: 88 }).toBuffer()
}

/**
 * Alpha of the person as 8 bits, rows from the top: what a mask of the person would say.
 * @param isOdd with the ring finger that is too long.
 */
export async function portraitMask(isOdd: boolean): Promise<PortraitMask> {
  const [columns, rows] = [96, 140]
  const [widthPx, heightPx] = [columns * 4, rows * 4]
  const { subject } = await renderScene('portrait', SEED, widthPx, heightPx, 0)
  const mask = await sharp(subject, { raw: { width: widthPx, height: heightPx, channels: 4 } })
    .composite([{ input: Buffer.from(handDrawing(isOdd, widthPx, heightPx)) }])
    .png()
    .toBuffer()
  // A second pass: sharp would shrink before it composes.
  const values = await sharp(mask)
    .extractChannel(3)
    .resize(columns, rows, { fit: 'fill' })
    .raw()
    .toBuffer()
  return { columns, rows, values: [...values] }
}
