/** The ways to a map of what stands out that were compared; each answers SIDE x SIDE values. */
import sharp, { type Sharp } from 'sharp'
import smartcrop from 'smartcrop'
import { distanceFromBorder } from '../../src/core/saliency/fromBorder.ts'
import { blurred } from '../../src/core/saliency/grid.ts'
import { findSalient } from '../../src/core/saliency/saliency.ts'
import { signature } from '../../src/core/saliency/signature.ts'
import type { Encoder } from '../../src/workers/vision/encoder.ts'
import { SIDE, type Case } from './truth.ts'

export type Method = (picture: Case) => Promise<Float64Array>

/** By the name it has in the table. */
export function methods(encoder: Encoder): ReadonlyMap<string, Method> {
  return new Map<string, Method>([
    ['middle of the picture', () => Promise.resolve(cells(middle))],
    ['spectral residual', spectralResidual],
    ['encoder, norm of its map', (picture) => encoderNorm(encoder, picture)],
    ['smartcrop, its score', smartcropScore],
    ['signature', async (picture) => signature(await channels(picture))],
    ['distance from border', async (picture) => distanceFromBorder(await channels(picture))],
    ['both, no middle', bothWithoutMiddle],
    ['both and middle (chosen)', chosen],
    ['both, middle, encoder', (picture) => chosenWithEncoder(encoder, picture)],
  ])
}

async function chosen(picture: Case): Promise<Float64Array> {
  const { map } = findSalient(Float64Array.from(await resized(picture, SIDE)))
  return Float64Array.from(map.values)
}

async function chosenWithEncoder(encoder: Encoder, picture: Case): Promise<Float64Array> {
  return geometricMean(await chosen(picture), await encoderNorm(encoder, picture))
}

async function bothWithoutMiddle(picture: Case): Promise<Float64Array> {
  const planes = await channels(picture)
  return geometricMean(signature(planes), distanceFromBorder(planes))
}

function geometricMean(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, cell) => Math.sqrt(value * (right[cell] ?? 0)))
}

/** The opponent channels of src/core/saliency, from sharp's small picture in place of the measuring walk. */
async function channels(picture: Case): Promise<readonly Float64Array[]> {
  const rgb = await resized(picture, SIDE)
  const channel = (red: number, green: number, blue: number): Float64Array =>
    cells((_x, _y, cell) => {
      const [r, g, b] = [rgb[cell * 3] ?? 0, rgb[cell * 3 + 1] ?? 0, rgb[cell * 3 + 2] ?? 0]
      return red * r + green * g + blue * b
    })
  return [channel(0.299, 0.587, 0.114), channel(1, -1, 0), channel(0.5, 0.5, -1)]
}

/** Hou and Zhang, "Saliency Detection: A Spectral Residual Approach" (2007), on a grey of 64 px. */
async function spectralResidual(picture: Case): Promise<Float64Array> {
  const side = 64
  const grey = await sharpOf(picture)
    .resize(side, side, { fit: 'fill', kernel: 'linear' })
    .greyscale()
    .raw()
    .toBuffer()
  const [real, imaginary] = fourier(
    Float64Array.from(grey),
    new Float64Array(side * side),
    side,
    -1,
  )
  const logs = real.map((value, at) => Math.log(Math.hypot(value, imaginary[at] ?? 0) + 1e-9))
  const residual = logs.map((value, at) => value - meanAround(logs, at, side))
  const phases = real.map((value, at) => Math.atan2(imaginary[at] ?? 0, value))
  const [backReal, backImaginary] = fourier(
    residual.map((value, at) => Math.exp(value) * Math.cos(phases[at] ?? 0)),
    residual.map((value, at) => Math.exp(value) * Math.sin(phases[at] ?? 0)),
    side,
    1,
  )
  const energy = backReal.map((value, at) => value ** 2 + (backImaginary[at] ?? 0) ** 2)
  return blurred(
    cells((x, y) => {
      const at = 2 * y * side + 2 * x
      return [0, 1, side, side + 1].reduce((sum, step) => sum + (energy[at + step] ?? 0), 0)
    }),
    2.5,
  )
}

/** Mean of the 3 x 3 values around one of a plane that goes on at its other side. */
function meanAround(plane: Float64Array, at: number, side: number): number {
  const [x, y] = [at % side, Math.floor(at / side)]
  let sum = 0
  for (const up of [side - 1, 0, 1]) {
    for (const along of [side - 1, 0, 1]) {
      sum += plane[((y + up) % side) * side + ((x + along) % side)] ?? 0
    }
  }
  return sum / 9
}

/** Discrete Fourier transform of a square plane by definition, rows then columns: slow, and plain. */
function fourier(
  real: Float64Array,
  imaginary: Float64Array,
  side: number,
  sign: 1 | -1,
): readonly [Float64Array, Float64Array] {
  let planes: readonly [Float64Array, Float64Array] = [real, imaginary]
  // Transforms along the rows and turns the plane over its diagonal; twice brings it back.
  for (let pass = 0; pass < 2; pass += 1) {
    const [oldReal, oldImaginary] = planes
    const newReal = new Float64Array(side * side)
    const newImaginary = new Float64Array(side * side)
    for (let row = 0; row < side; row += 1) {
      for (let frequency = 0; frequency < side; frequency += 1) {
        let [sumReal, sumImaginary] = [0, 0]
        for (let place = 0; place < side; place += 1) {
          const angle = (sign * 2 * Math.PI * frequency * place) / side
          const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
          const [a, b] = [oldReal[row * side + place] ?? 0, oldImaginary[row * side + place] ?? 0]
          sumReal += a * cosine - b * sine
          sumImaginary += a * sine + b * cosine
        }
        newReal[frequency * side + row] = sumReal
        newImaginary[frequency * side + row] = sumImaginary
      }
    }
    planes = [newReal, newImaginary]
  }
  return planes
}

async function encoderNorm(encoder: Encoder, picture: Case): Promise<Float64Array> {
  const { map } = await encoder.embed(picture)
  if (map === null) throw new Error('This encoder has no map')
  const { data } = await sharp(Buffer.from(map.values), {
    raw: { width: map.columns, height: map.rows, channels: 1 },
  })
    .resize(SIDE, SIDE, { fit: 'fill', kernel: 'linear' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return Float64Array.from(data)
}

/** What smartcrop 2 gives each place for its detail, skin and saturation, with its default weights. */
async function smartcropScore(picture: Case): Promise<Float64Array> {
  const scale = 256 / Math.max(picture.widthPx, picture.heightPx)
  const width = Math.max(1, Math.round(picture.widthPx * scale))
  const height = Math.max(1, Math.round(picture.heightPx * scale))
  const data = await sharpOf(picture)
    .resize(width, height, { fit: 'fill' })
    .ensureAlpha()
    .raw()
    .toBuffer()
  const image = { width, height }
  const imageOperations = {
    open: () => Promise.resolve(image),
    resample: () => Promise.resolve(image),
    getData: () => Promise.resolve({ width, height, data: new Uint8ClampedArray(data) }),
  }
  const options = { width, height, minScale: 1, debug: true, prescale: false, imageOperations }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- types neither its operations nor its debug output
  const result = (await smartcrop.crop(image as never, options)) as unknown as {
    readonly debugOutput: { readonly data: Uint8ClampedArray }
  }
  const { data: scores } = result.debugOutput
  const score = (at: number): number => {
    const [skin, detail, saturation] = [
      scores[at] ?? 0,
      (scores[at + 1] ?? 0) / 255,
      scores[at + 2] ?? 0,
    ]
    return 0.2 * detail + (1.8 * skin * (detail + 0.01) + 0.1 * saturation * (detail + 0.2)) / 255
  }
  const plane = cells((x, y) => {
    let [sum, count] = [0, 0]
    for (let py = Math.floor((y * height) / SIDE); py < ((y + 1) * height) / SIDE; py += 1) {
      for (let px = Math.floor((x * width) / SIDE); px < ((x + 1) * width) / SIDE; px += 1) {
        sum += score((py * width + px) * 4)
        count += 1
      }
    }
    return sum / count
  })
  return blurred(plane, 1)
}

function middle(x: number, y: number): number {
  return Math.exp(
    -(((x + 0.5) / SIDE - 0.5) ** 2 + ((y + 0.5) / SIDE - 0.5) ** 2) / (2 * 0.25 ** 2),
  )
}

function cells(value: (x: number, y: number, cell: number) => number): Float64Array {
  return Float64Array.from({ length: SIDE * SIDE }, (_, cell) =>
    value(cell % SIDE, Math.floor(cell / SIDE), cell),
  )
}

function sharpOf({ rgb, widthPx, heightPx }: Case): Sharp {
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
}

function resized(picture: Case, side: number): Promise<Buffer> {
  return sharpOf(picture).resize(side, side, { fit: 'fill', kernel: 'linear' }).raw().toBuffer()
}
