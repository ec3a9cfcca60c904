import { chmodSync, mkdirSync, unlinkSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { SetwiseError } from '../../shared/errors.ts'
import { decodePicture, readHeader, type Header, type Pixels } from './decode.ts'
import { readPictureFile } from './readFile.ts'
import { picture, temporaryFolder, writeInto } from './testPictures.ts'

const folder = temporaryFolder()

async function decodeFile(path: string): Promise<{ header: Header; pixels: Pixels }> {
  const bytes = await readPictureFile(path)
  const header = await readHeader(bytes, path)
  return { header, pixels: await decodePicture(bytes, header, path) }
}

/** The sentence with which a file is refused; fails when it is not, or not by a SetwiseError. */
async function refusal(path: string): Promise<string> {
  const thrown: unknown = await decodeFile(path).then(
    () => 'it was decoded',
    (error: unknown) => error,
  )
  if (!(thrown instanceof SetwiseError)) throw new Error(`${path}: ${String(thrown)}`)
  expect(thrown.code).toMatch(/^file-/)
  return thrown.message
}

/** Mean absolute difference in levels to the golden picture at the same size. */
async function distanceTo({ rgb, widthPx, heightPx }: Pixels): Promise<number> {
  const expected = await picture(widthPx, heightPx).raw().toBuffer()
  return rgb.reduce((sum, value, at) => sum + Math.abs(value - expected[at]!), 0) / rgb.length
}

describe('pictures of every kind', () => {
  test.each([
    ['png', (image: Sharp) => image.png(), 0.01],
    ['jpg', (image: Sharp) => image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }), 3],
    ['webp', (image: Sharp) => image.webp({ lossless: true }), 0.01],
    ['tif', (image: Sharp) => image.tiff({ compression: 'lzw' }), 0.01],
    ['avif', (image: Sharp) => image.avif({ quality: 90, effort: 0 }), 3],
  ])('%s is read', async (extension, encode, tolerance) => {
    const path = writeInto(folder, `a.${extension}`, await encode(picture(160, 120)).toBuffer())
    const { header, pixels } = await decodeFile(path)
    expect(header).toMatchObject({ widthPx: 160, heightPx: 120 })
    expect(pixels).toMatchObject({ widthPx: 160, heightPx: 120 })
    expect(await distanceTo(pixels)).toBeLessThan(tolerance)
  })

  test('16-bit becomes 8-bit', async () => {
    const bytes = await picture(160, 120).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(bytes).metadata()).depth).toBe('ushort')
    const { pixels } = await decodeFile(writeInto(folder, 'deep.png', bytes))
    expect(await distanceTo(pixels)).toBeLessThan(1)
  })

  test('16-bit grey becomes 8-bit colour', async () => {
    const bytes = await picture(160, 120).toColourspace('grey16').png().toBuffer()
    expect((await sharp(bytes).metadata()).depth).toBe('ushort')
    const { pixels } = await decodeFile(writeInto(folder, 'deep-grey.png', bytes))
    expect(pixels.rgb).toHaveLength(160 * 120 * 3)
    expect(pixels.rgb[0]).toBe(pixels.rgb[1])
    expect(Math.max(...pixels.rgb)).toBeGreaterThan(200)
  })

  test('CMYK becomes sRGB', async () => {
    const bytes = await picture(160, 120).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()
    expect((await sharp(bytes).metadata()).space).toBe('cmyk')
    const { pixels } = await decodeFile(writeInto(folder, 'print.jpg', bytes))
    expect(pixels.rgb).toHaveLength(160 * 120 * 3)
    // Inks cannot show every colour of a screen, so only near.
    expect(await distanceTo(pixels)).toBeLessThan(40)
  })

  test('of an animation the first frame', async () => {
    const frames = [
      await sharp(flat('#c80000')).png().toBuffer(),
      await sharp(flat('#0000c8')).png().toBuffer(),
    ]
    const bytes = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer()
    expect((await sharp(bytes).metadata()).pages).toBe(2)
    const { header, pixels } = await decodeFile(writeInto(folder, 'moving.webp', bytes))
    expect(header).toMatchObject({ widthPx: 20, heightPx: 10 })
    expect([...pixels.rgb.subarray(0, 3)]).toEqual([200, 0, 0])
  })

  test('transparency lies on mid-grey', async () => {
    const clear = { r: 255, g: 255, b: 255, alpha: 0 }
    const create = { width: 4, height: 4, channels: 4, background: clear } as const
    const bytes = await sharp({ create }).png().toBuffer()
    const { pixels } = await decodeFile(writeInto(folder, 'clear.png', bytes))
    expect(new Set(pixels.rgb)).toEqual(new Set([128]))
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i is applied', async (orientation) => {
    const stored = await picture(60, 40).withMetadata({ orientation }).png().toBuffer()
    const { header, pixels } = await decodeFile(writeInto(folder, `o${orientation}.png`, stored))
    const isTurned = orientation > 4
    const size = isTurned ? { widthPx: 40, heightPx: 60 } : { widthPx: 60, heightPx: 40 }
    expect(header).toMatchObject(size)
    expect(pixels).toMatchObject(size)
    // Where the stored corner pixel at the top left is shown, by the EXIF specification.
    const plain = await picture(60, 40).raw().toBuffer()
    const [x, y] = [
      [0, 0],
      [59, 0],
      [59, 39],
      [0, 39],
      [0, 0],
      [39, 0],
      [39, 59],
      [0, 59],
    ][orientation - 1]!
    const at = (y! * pixels.widthPx + x!) * 3
    expect([...pixels.rgb.subarray(at, at + 3)]).toEqual([...plain.subarray(0, 3)])
  })

  test('a wrong extension does no harm', async () => {
    const path = writeInto(folder, 'really-a-png.jpg', await picture(16, 16).png().toBuffer())
    expect((await decodeFile(path)).pixels.widthPx).toBe(16)
  })

  test('30,000 px wide is shrunk while it is read', async () => {
    const bytes = await picture(30_000, 200).jpeg().toBuffer()
    const { header, pixels } = await decodeFile(writeInto(folder, 'wide.jpg', bytes))
    expect(header).toMatchObject({ widthPx: 30_000, heightPx: 200 })
    expect(pixels).toMatchObject({ widthPx: 3072, heightPx: 20 })
  })

  test.each([
    'it\'s "quoted".png',
    'two\nlines.png',
    '😀 père.png',
    'a[1].png',
    '%s$(x).png',
    `${'n'.repeat(251)}.png`,
  ])('the name %j is read', async (name) => {
    const path = writeInto(folder, name, await picture(16, 16).png().toBuffer())
    expect((await decodeFile(path)).pixels.widthPx).toBe(16)
  })
})

describe('what cannot be shown is refused with a sentence that names it', () => {
  test.each([
    ['png', (image: Sharp) => image.png()],
    ['jpg', (image: Sharp) => image.jpeg()],
    ['webp', (image: Sharp) => image.webp()],
    ['tif', (image: Sharp) => image.tiff({ compression: 'lzw' })],
    ['avif', (image: Sharp) => image.avif({ effort: 0 })],
  ])('a %s cut short at 60 %', async (extension, encode) => {
    const bytes = await encode(picture(640, 480)).toBuffer()
    const name = `cut.${extension}`
    const path = writeInto(folder, name, bytes.subarray(0, Math.floor(bytes.length * 0.6)))
    expect(await refusal(path)).toContain(name)
  })

  test('a file of zero bytes', async () => {
    expect(await refusal(writeInto(folder, 'zero.png', ''))).toMatch(/zero\.png is empty/)
  })

  test('a text that is called png', async () => {
    const path = writeInto(folder, 'text.png', 'Dear diary, today I learned about magic bytes.\n')
    expect(await refusal(path)).toMatch(/text\.png is not a picture/)
  })

  test('a drawing that is called png: what it refers to is never fetched', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    expect(await refusal(writeInto(folder, 'drawing.png', svg))).toMatch(/drawing\.png.*svg/)
  })

  test('HEIC with HEVC, for which no decoder is on board', async () => {
    // An AVIF with the brand and codec of a telephone's picture.
    const avif = await picture(64, 64).avif({ effort: 0 }).toBuffer()
    const heic = avif.toString('latin1').replace('avif', 'heic').replaceAll('av01', 'hvc1')
    const path = writeInto(folder, 'phone.heic', Buffer.from(heic, 'latin1'))
    expect(await refusal(path)).toMatch(/phone\.heic is HEIC with HEVC/)
  })

  test('a folder, a missing file, a name below a file', async () => {
    mkdirSync(`${folder}/folder.png`)
    expect(await refusal(`${folder}/folder.png`)).toMatch(/folder\.png is a folder/)
    const gone = writeInto(folder, 'gone.png', 'x')
    unlinkSync(gone)
    expect(await refusal(gone)).toMatch(/gone\.png is gone/)
    const file = writeInto(folder, 'file.png', 'x')
    expect(await refusal(`${file}/below.png`)).toMatch(/below\.png is gone/)
  })

  // Permissions do not bind root; whoever runs the tests as a person checks this one.
  test.skipIf(process.geteuid?.() === 0)('a file that may not be read', async () => {
    const path = writeInto(folder, 'secret.png', 'x')
    chmodSync(path, 0)
    expect(await refusal(path)).toMatch(/secret\.png may not be read/)
  })

  test('a newline in the name does not break the sentence', async () => {
    expect(await refusal(writeInto(folder, 'new\nline.png', ''))).toContain('new\\x0aline.png')
  })

  test('damage anywhere gives a picture or a sentence, never a fault', async () => {
    const whole = await Promise.all([
      picture(48, 36).png().toBuffer(),
      picture(48, 36).jpeg().toBuffer(),
      picture(48, 36).webp().toBuffer(),
    ])
    const damage = fc.record({
      bytes: fc.constantFrom(...whole),
      cutAt: fc.double({ min: 0, max: 1, noNaN: true }),
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
      flips: fc.integer({ min: 1, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(damage, async ({ bytes, cutAt, at, flips }) => {
        const spoilt = Buffer.from(bytes.subarray(0, 1 + Math.floor(cutAt * bytes.length)))
        spoilt[Math.floor(at * spoilt.length)]! ^= flips
        const path = writeInto(folder, 'spoilt.png', spoilt)
        const outcome = await decodeFile(path).catch((error: unknown) => error)
        const isPicture = !(outcome instanceof Error)
        expect(isPicture || outcome instanceof SetwiseError).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['interlaced, 180 million pixels', 30_000, 6_000, 1],
    ['plain, 1,200 million pixels', 30_000, 40_000, 0],
  ])('too large for memory by its header: %s', async (_, widthPx, heightPx, interlaced) => {
    const path = writeInto(folder, 'huge.png', pngHeader(widthPx, heightPx, interlaced))
    expect(await refusal(path)).toMatch(/huge\.png has 30000 x .* save it smaller/)
  })
})

/** The beginning of a PNG of that size: enough for every reader of headers. */
function pngHeader(widthPx: number, heightPx: number, interlaced: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([8, 2, 0, 0, interlaced], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const pixels = chunk('IDAT', Buffer.alloc(16))
  return Buffer.concat([signature, chunk('IHDR', header), pixels, chunk('IEND', Buffer.alloc(0))])
}

/** Length, type, data and checksum, as the PNG specification wants them. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

/** A picture of one colour, 20 x 10. */
function flat(background: string) {
  return { create: { width: 20, height: 10, channels: 3, background } as const }
}
