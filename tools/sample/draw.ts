import { join } from 'node:path'
import sharp from 'sharp'
import { composeScene, develop } from './degrade.ts'
import { STRONGEST } from './plan.ts'
import { seededRandom } from './random.ts'
import { renderScene } from './scenes/render.ts'
import type { SetTruth, VariantTruth } from './truth.ts'

/** The picture of one variant before its light is changed: RGB, rows from the top. */
type Frame = (variant: VariantTruth) => Promise<Uint8Array>

/** What of a photograph stays in the frame; the rest is room for shifting the frame sideways. */
const FRAME_SHARE = 1 / (1 + 2 * STRONGEST.shiftXFraction)
/** Below this sharp refuses to blur, and nobody sees it. */
const LEAST_BLUR_PX = 0.3

async function sceneFrame(set: SetTruth, seed: string): Promise<{ frame: Frame; caption: string }> {
  if (set.source.kind !== 'scene') throw new TypeError(`${set.key} is not a drawn scene`)
  const sceneSeed = `scene/${seed}/${set.key}`
  const { scene } = set.source
  const layers = await renderScene(
    scene,
    sceneSeed,
    set.widthPx,
    set.heightPx,
    STRONGEST.shiftXFraction,
  )
  const frame: Frame = (variant) =>
    Promise.resolve(composeScene(layers, variant.shiftXFraction, seededRandom(sceneSeed)))
  return { frame, caption: layers.caption }
}

/** A window into the photograph: the subject stands left when the window moves right. */
async function photographFrame(set: SetTruth, photographsFolder: string): Promise<Frame> {
  if (set.source.kind !== 'photograph') throw new TypeError(`${set.key} is not a photograph`)
  const { widthPx, heightPx } = set
  const wholeWidth = Math.ceil(widthPx / FRAME_SHARE)
  const wholeHeight = Math.ceil(heightPx / FRAME_SHARE)
  const whole = await sharp(join(photographsFolder, set.source.path))
    .autoOrient()
    .flatten({ background: '#808080' })
    .toColourspace('srgb')
    .resize(wholeWidth, wholeHeight, { fit: 'fill' })
    .raw()
    .toBuffer()
  return (variant) => {
    const centred = (wholeWidth - widthPx) / 2
    const left = Math.round(centred - variant.shiftXFraction * widthPx)
    return sharp(whole, { raw: { width: wholeWidth, height: wholeHeight, channels: 3 } })
      .extract({
        left: Math.min(wholeWidth - widthPx, Math.max(0, left)),
        top: Math.round((wholeHeight - heightPx) / 2),
        width: widthPx,
        height: heightPx,
      })
      .raw()
      .toBuffer()
  }
}

/** Pixel size of the frame cut from a photograph, its long edge `longEdgePx`. */
export function frameSize(
  photograph: { readonly width: number; readonly height: number },
  longEdgePx: number,
): { widthPx: number; heightPx: number } {
  const scale = longEdgePx / Math.max(photograph.width, photograph.height)
  return {
    widthPx: Math.max(1, Math.round(photograph.width * scale)),
    heightPx: Math.max(1, Math.round(photograph.height * scale)),
  }
}

/** Moment as EXIF writes it. */
function exifMoment(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ')
}

/** Encodes a variant the way its name says. */
async function encode(pixels: Uint8Array, set: SetTruth, variant: VariantTruth): Promise<Buffer> {
  const { widthPx: width, heightPx: height } = set
  const image = sharp(pixels, { raw: { width, height, channels: 3 } })
  if (variant.file.endsWith('.png')) return image.png({ compressionLevel: 6 }).toBuffer()
  const moment = exifMoment(variant.takenAtMs)
  return image
    .jpeg({ quality: 92 })
    .withExif({
      IFD0: { Make: 'Setwise', Model: 'Sample', DateTime: moment },
      IFD2: { DateTimeOriginal: moment, DateTimeDigitized: moment },
    })
    .toBuffer()
}

/** The encoded images of one set, in the order of its variants, and what they show in a few words. */
export async function drawSet(
  set: SetTruth,
  seed: string,
  photographsFolder: string | null,
): Promise<{ images: Buffer[]; caption: string }> {
  const drawn =
    set.source.kind === 'scene'
      ? await sceneFrame(set, seed)
      : { frame: await photographFrame(set, photographsFolder ?? '.'), caption: 'a photograph' }
  const images: Buffer[] = []
  for (const variant of set.variants) {
    let pixels = await drawn.frame(variant)
    if (variant.blurSigmaPx >= LEAST_BLUR_PX) {
      pixels = await sharp(pixels, {
        raw: { width: set.widthPx, height: set.heightPx, channels: 3 },
      })
        .blur(variant.blurSigmaPx)
        .raw()
        .toBuffer()
    }
    develop(pixels, variant, seededRandom(`noise/${seed}/${variant.file}`))
    images.push(await encode(pixels, set, variant))
  }
  return { images, caption: drawn.caption }
}
