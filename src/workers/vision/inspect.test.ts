import { describe, expect, test } from 'vitest'
import { captureTimeMs, inspectPicture, pictureSize } from './inspect.ts'
import { picture, temporaryFolder, writeInto } from './testPictures.ts'

const folder = temporaryFolder()
const TAKEN = { DateTimeOriginal: '2025:07:08 06:05:58' }

async function withExif(name: string, fields: Record<string, string>): Promise<string> {
  const bytes = await picture(400, 300).withExif({ IFD2: fields }).jpeg().toBuffer()
  return writeInto(folder, name, bytes)
}

test('the size alone is told as displayed, from a whole header', async () => {
  const turned = await picture(400, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const size = await pictureSize(writeInto(folder, 'turned.jpg', turned.subarray(0, 2000)))
  expect(size).toEqual({ widthPx: 300, heightPx: 400 })
  await expect(pictureSize(writeInto(folder, 'x.png', 'text'))).rejects.toThrow('x.png')
})

describe('inspection', () => {
  test('tells size, capture time in UTC and a signature of 192 bytes', async () => {
    const found = await inspectPicture(await withExif('a.jpg', TAKEN))
    expect(found).toMatchObject({ widthPx: 400, heightPx: 300 })
    expect(found.takenAtMs).toBe(Date.UTC(2025, 6, 8, 6, 5, 58))
    expect(found.signature).toHaveLength(192)
    expect(found.signature.buffer.byteLength).toBe(192)
  })

  test('keeps the fraction of a second that tells a burst apart', async () => {
    const path = await withExif('b.jpg', { ...TAKEN, SubSecTimeOriginal: '81' })
    expect((await inspectPicture(path)).takenAtMs).toBe(Date.UTC(2025, 6, 8, 6, 5, 58, 810))
  })

  test.each([
    ['no EXIF', {}],
    ['no date', { LensModel: 'x' }],
    ['a date of nothing but blanks', { DateTimeOriginal: '    :  :     :  :  ' }],
    ['a date that is none', { DateTimeOriginal: 'yesterday evening!!' }],
  ])('has no capture time with %s', async (_, fields) => {
    const path = await withExif('c.jpg', fields)
    expect((await inspectPicture(path)).takenAtMs).toBeNull()
  })

  test('has no capture time with a damaged EXIF block', () => {
    expect(captureTimeMs(Buffer.from('Exif\0\0MM\0*\xff\xff\xff\xff', 'latin1'))).toBeNull()
    expect(captureTimeMs(Buffer.alloc(0))).toBeNull()
  })

  test('gives near signatures to near pictures and far ones to others', async () => {
    const png = await picture(640, 480).png().toBuffer()
    const worse = await picture(320, 240).jpeg({ quality: 60 }).toBuffer()
    const other = await picture(640, 480).flop().negate().png().toBuffer()
    const signatures = await Promise.all(
      [png, worse, other].map(async (bytes, index) => {
        return (await inspectPicture(writeInto(folder, `s${index}.png`, bytes))).signature
      }),
    )
    const distance = (a: number, b: number): number =>
      signatures[a]!.reduce((sum, value, at) => sum + Math.abs(value - signatures[b]![at]!), 0) /
      192
    expect(distance(0, 1)).toBeLessThan(4)
    expect(distance(0, 2)).toBeGreaterThan(20)
  })

  test('refuses what is no picture', async () => {
    await expect(inspectPicture(writeInto(folder, 'x.png', 'text'))).rejects.toThrow('x.png')
  })
})
