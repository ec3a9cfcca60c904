/** Pictures of which it is known where their subject is: drawn scenes, and photographs with boxes beside them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { composeScene } from '../sample/degrade.ts'
import { STRONGEST } from '../sample/plan.ts'
import { between, seededRandom } from '../sample/random.ts'
import { renderScene, type Layers, type SceneKind } from '../sample/scenes/render.ts'

/** Maps and masks are compared on this many cells in each direction. */
export const SIDE = 32

/** One picture and the share of each cell, rows from the top, that its subject covers. */
export interface Case {
  readonly name: string
  readonly group: 'scene' | 'object' | 'person'
  readonly rgb: Buffer
  readonly widthPx: number
  readonly heightPx: number
  readonly mask: Float64Array
}

/** Hills have no subject. The sea's is a boat, far away. */
export const KINDS: readonly SceneKind[] = ['portrait', 'figure', 'still life', 'balloons', 'sea']
const LONG_EDGE_PX = 608
const SHORT_EDGE_PX = 416

/** Drawn scenes, upright and flat by turns, the subject shifted as in the sample library. */
export async function* sceneCases(count: number): AsyncGenerator<Case> {
  for (let index = 0; index < count; index += 1) {
    const random = seededRandom(`saliency/${index}`)
    const kind = KINDS[index % KINDS.length] ?? 'portrait'
    const isUpright = random() < 0.5
    const [widthPx, heightPx] = isUpright
      ? [SHORT_EDGE_PX, LONG_EDGE_PX]
      : [LONG_EDGE_PX, SHORT_EDGE_PX]
    const layers = await renderScene(
      kind,
      `saliency/${index}`,
      widthPx,
      heightPx,
      STRONGEST.shiftXFraction,
    )
    const shift = between(random, -1, 1) * STRONGEST.shiftXFraction
    const rgb = Buffer.from(composeScene(layers, shift, random))
    const mask = maskOf(layers, shift)
    yield { name: `${kind} ${index}`, group: 'scene', rgb, widthPx, heightPx, mask }
  }
}

interface LabelledBox {
  readonly file: string
  readonly kind: 'object' | 'person'
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Photographs of a folder; `boxesPath` is a JSON list of `LabelledBox`, in fractions of the picture. */
export async function* photographCases(folder: string, boxesPath: string): AsyncGenerator<Case> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file written by hand for this very tool
  for (const box of JSON.parse(readFileSync(boxesPath, 'utf8')) as readonly LabelledBox[]) {
    const { data, info } = await sharp(join(folder, box.file))
      .autoOrient()
      .toColourspace('srgb')
      .resize(1024, 1024, { fit: 'inside' })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const mask = Float64Array.from({ length: SIDE * SIDE }, (_, cell) => {
      const column = cell % SIDE
      const row = Math.floor(cell / SIDE)
      return covered(column, box.left, box.right) * covered(row, box.top, box.bottom)
    })
    const size = { widthPx: info.width, heightPx: info.height }
    yield { name: box.file, group: box.kind, rgb: data, ...size, mask }
  }
}

/** Where the subject is more than half opaque: its shadow is none of it. */
function maskOf({ widthPx, heightPx, subject, marginPx }: Layers, shift: number): Float64Array {
  const mask = new Float64Array(SIDE * SIDE)
  const counts = new Float64Array(SIDE * SIDE)
  const shiftPx = Math.round(shift * widthPx)
  const subjectWidthPx = widthPx + 2 * marginPx
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const cell = Math.floor((y * SIDE) / heightPx) * SIDE + Math.floor((x * SIDE) / widthPx)
      const alpha = subject[(y * subjectWidthPx + x - shiftPx + marginPx) * 4 + 3] ?? 0
      counts[cell] = (counts[cell] ?? 0) + 1
      if (alpha > 160) mask[cell] = (mask[cell] ?? 0) + 1
    }
  }
  return mask.map((share, cell) => share / (counts[cell] ?? 1))
}

/** Share of a cell, of SIDE along the picture, that lies between two fractions. */
function covered(cell: number, from: number, to: number): number {
  return Math.max(0, Math.min(cell + 1, to * SIDE) - Math.max(cell, from * SIDE))
}
