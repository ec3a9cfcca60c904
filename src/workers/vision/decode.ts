/** Decodes a picture file once, into the 8-bit sRGB pixels from which everything else is made. */
import PQueue from 'p-queue'
import sharp, { type Metadata, type ResizeOptions, type Sharp } from 'sharp'
import { SetwiseError } from '../../shared/errors.ts'
import { damagedPicture, nameForSentence } from './problems.ts'

/**
 * Long edge of the decoded picture; larger files are shrunk while they are read. What generators and their
 * upscalers write stays as it is, so that its perceptual hash is exact.
 */
export const WORKING_EDGE_PX = 3072

/** Mid-grey: transparent parts are neither dark nor bright. */
const BEHIND_TRANSPARENCY = '#808080'

// libvips streams baseline JPEG, plain PNG and TIFF through a few rows, so their size costs time, not
// memory. The rest (interlaced, turned by EXIF, WebP, AVIF) is held in memory as a whole while it is
// decoded, at up to 8 bytes a pixel.
const MAX_STREAMED_PIXELS = 1_000_000_000
const MAX_WHOLE_PIXELS = 160_000_000

/** From here on one at a time, whatever else is running: memory stays bounded. */
const LARGE_PIXELS = 64_000_000
const largePictures = new PQueue({ concurrency: 1 })

const READABLE_FORMATS: ReadonlySet<string> = new Set(['png', 'jpeg', 'webp', 'tiff', 'heif'])

/** What the header of a picture says. */
export interface Header {
  /** As displayed: the orientation of EXIF is applied. */
  readonly widthPx: number
  readonly heightPx: number
  /** The raw EXIF block, when there is one. */
  readonly exif: Buffer | null
}

/** 8-bit sRGB pixels, three bytes each, rows from the top. */
export interface Pixels {
  readonly rgb: Buffer
  readonly widthPx: number
  readonly heightPx: number
}

/**
 * Reads the header alone and refuses what could not be decoded safely. The format is told from the
 * bytes, so a wrong extension does no harm.
 * @throws SetwiseError naming `path`.
 */
export async function readHeader(bytes: Buffer, path: string): Promise<Header> {
  const metadata = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((thrown: unknown) => {
      throw notAPicture(bytes, path, thrown)
    })
  if (!READABLE_FORMATS.has(metadata.format)) {
    throw new SetwiseError(
      'file-not-an-image',
      `${nameForSentence(path)} is a file of the kind ${metadata.format}, which is not read: save it as PNG or JPEG.`,
    )
  }
  refuseTooLarge(metadata, path)
  const { width: widthPx, height: heightPx } = metadata.autoOrient
  return { widthPx, heightPx, exif: metadata.exif ?? null }
}

function refuseTooLarge(metadata: Metadata, path: string): void {
  const maximum = isStreamed(metadata) ? MAX_STREAMED_PIXELS : MAX_WHOLE_PIXELS
  if (metadata.width * metadata.height <= maximum) return
  throw new SetwiseError(
    'file-too-large',
    `${nameForSentence(path)} has ${metadata.width} x ${metadata.height} pixels and at most ${maximum / 1_000_000} million fit into memory for this kind of file: save it smaller.`,
  )
}

function isStreamed(metadata: Metadata): boolean {
  const format =
    metadata.format === 'jpeg' || metadata.format === 'png' || metadata.format === 'tiff'
  return format && !metadata.isProgressive && (metadata.orientation ?? 1) === 1
}

/**
 * The picture as it is displayed, long edge at most 3,072 px, never enlarged.
 * @param header of the same bytes.
 * @throws SetwiseError when the pixels are damaged or cut short.
 */
export async function decodePicture(bytes: Buffer, header: Header, path: string): Promise<Pixels> {
  const box = { width: WORKING_EDGE_PX, height: WORKING_EDGE_PX, fit: 'inside' } as const
  return decodeTo(bytes, header, path, { ...box, withoutEnlargement: true })
}

/**
 * Decodes into a given size, shrinking while reading where the format allows it: first frame,
 * orientation applied, CMYK, grey, 16-bit and embedded profiles turned into 8-bit sRGB, transparency
 * on mid-grey.
 * @throws SetwiseError when the pixels are damaged or cut short.
 */
export async function decodeTo(
  bytes: Buffer,
  header: Header,
  path: string,
  size: ResizeOptions,
): Promise<Pixels> {
  const decode = async (): Promise<Pixels> => {
    // 'error' lets through what every viewer shows (odd metadata, stray bytes) but not missing pixels.
    const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: false })
      .autoOrient()
      .flatten({ background: BEHIND_TRANSPARENCY })
      .resize(size)
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch((thrown: unknown) => {
        throw isHevc(bytes) ? noHevcDecoder(path, thrown) : damagedPicture(path, thrown)
      })
    if (info.channels !== 3) throw new Error(`${path} decoded to ${info.channels} channels, not 3`)
    return { rgb: data, widthPx: info.width, heightPx: info.height }
  }
  const isLarge = header.widthPx * header.heightPx > LARGE_PIXELS
  return isLarge ? largePictures.add(decode) : decode()
}

function notAPicture(bytes: Buffer, path: string, cause: unknown): SetwiseError {
  if (isHevc(bytes)) return noHevcDecoder(path, cause)
  return new SetwiseError(
    'file-not-an-image',
    `${nameForSentence(path)} is not a picture, whatever its name says, or its beginning is damaged: replace it with a good copy or remove it.`,
    { cause },
  )
}

/** The brands of HEIC files whose pixels are HEVC (ISO/IEC 23008-12, annex B); AVIF has its own. */
function isHevc(bytes: Buffer): boolean {
  return /^ftyp(hei[cxms]|hev[cxms])$/.test(bytes.toString('latin1', 4, 12))
}

/** HEVC is patented, so sharp's binaries come without it; a build that has it is not held up here. */
function noHevcDecoder(path: string, cause: unknown): SetwiseError {
  return new SetwiseError(
    'file-not-an-image',
    `${nameForSentence(path)} is HEIC with HEVC compression, for which no decoder is on board: save it as JPEG, PNG or AVIF.`,
    { cause },
  )
}

/** How raw pixels are handed back to sharp. */
export function sharpFrom({ rgb, widthPx, heightPx }: Pixels): Sharp {
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
}
