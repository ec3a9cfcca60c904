/** Pictures of a drawn person in which the real detectors find a face, a body and a raised hand. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { composeScene } from '../tools/sample/degrade.ts'
import { seededRandom } from '../tools/sample/random.ts'
import { renderScene } from '../tools/sample/scenes/render.ts'

/** Of the portraits drawn so far, one whose hand is found at the first look. */
const SEED = 'people/2'
const STAGES = ['stage1_generated', 'stage2_upscaled', 'stage3_enhanced']
const WIDTH_PX = 832
const HEIGHT_PX = 1216
const HAND_PX = 460
/** Where the hand stands, at the lower edge, and where its box must lie. */
const HAND_LEFT_PX = 360
export const HAND_BOX = {
  left: HAND_LEFT_PX / WIDTH_PX,
  top: (HEIGHT_PX - HAND_PX) / HEIGHT_PX,
  right: (HAND_LEFT_PX + HAND_PX) / WIDTH_PX,
  bottom: 1,
}

/** Writes sets of three variants, one darker than the other; the last has no person in it when asked for. */
export async function writePictures(
  folder: string,
  count: number,
  lastIsEmpty = false,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (let index = 0; index < count; index += 1) {
    const isEmpty = lastIsEmpty && index === count - 1
    const pixels = await draw(isEmpty ? 'balloons' : 'portrait')
    const name = `20250708_0605${String(10 + index)}_${STAGES[index % STAGES.length]}.png`
    await sharp(pixels)
      .modulate({ brightness: 1 - index / 20 })
      .toFile(join(folder, name))
  }
}

async function draw(kind: 'portrait' | 'balloons'): Promise<Buffer> {
  const layers = await renderScene(kind, SEED, WIDTH_PX, HEIGHT_PX, 0)
  const pixels = composeScene(layers, 0, seededRandom(SEED))
  const picture = sharp(pixels, { raw: { width: WIDTH_PX, height: HEIGHT_PX, channels: 3 } })
  if (kind === 'portrait') {
    const hand = await sharp(Buffer.from(handDrawing())).resize(HAND_PX).png().toBuffer()
    picture.composite([{ input: hand, left: HAND_LEFT_PX, top: HEIGHT_PX - HAND_PX }])
  }
  return picture.png().toBuffer()
}

type Place = readonly [x: number, y: number]

/** From root to tip, and how wide they are at both ends, in thousandths of the drawing. */
const FINGERS: readonly {
  readonly bones: readonly [Place, Place, Place]
  readonly widths: Place
}[] = [
  {
    bones: [
      [330, 720],
      [262, 640],
      [222, 560],
    ],
    widths: [84, 50],
  },
  {
    bones: [
      [400, 560],
      [376, 420],
      [366, 280],
    ],
    widths: [74, 48],
  },
  {
    bones: [
      [490, 530],
      [488, 380],
      [488, 225],
    ],
    widths: [78, 50],
  },
  {
    bones: [
      [578, 550],
      [594, 410],
      [606, 270],
    ],
    widths: [74, 47],
  },
  {
    bones: [
      [652, 600],
      [690, 500],
      [718, 400],
    ],
    widths: [62, 40],
  },
]
const PALM =
  'M358,560 C352,640 330,660 296,716 C330,800 380,850 404,900 L392,1300 L604,1300 L596,890 C640,820 676,720 684,610 C640,560 600,545 578,540 C540,515 440,515 358,560 Z'
const LINES =
  'M395,655 C470,610 560,620 665,650 M372,700 C470,670 560,700 640,760 M392,650 C370,740 420,820 455,890'
const SHADE = '#b5764f'

/** An open hand with its palm to the viewer, on a transparent ground. */
function handDrawing(): string {
  const outlines = FINGERS.map(fingerOutline)
  const creases = FINGERS.flatMap(({ bones: [root, , tip], widths }) =>
    [0.42, 0.7].map((share) => {
      const [x, y] = [root[0] + (tip[0] - root[0]) * share, root[1] + (tip[1] - root[1]) * share]
      return `<ellipse cx="${x}" cy="${y}" rx="${widths[1] * 0.42}" ry="4" fill="${SHADE}"/>`
    }),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="1024" viewBox="0 0 1000 1000">
    <linearGradient id="skin" gradientUnits="userSpaceOnUse" x1="220" y1="200" x2="760" y2="1000">
      <stop offset="0" stop-color="#f0c4a4"/><stop offset=".55" stop-color="#d79d78"/><stop offset="1" stop-color="${SHADE}"/>
    </linearGradient>
    <filter id="soft"><feGaussianBlur stdDeviation="5"/></filter>
    <filter id="shadow"><feGaussianBlur stdDeviation="14"/></filter>
    <path d="${[PALM, ...outlines].join(' ')}" filter="url(#shadow)" opacity=".45" transform="translate(22 18)"/>
    <path d="${outlines.join(' ')}" fill="url(#skin)" stroke="${SHADE}" stroke-width="4"/>
    <path d="${PALM}" fill="url(#skin)"/>
    <path d="${LINES}" filter="url(#soft)" fill="none" stroke="${SHADE}" stroke-width="9" opacity=".8"/>
    ${creases.join('')}
  </svg>`
}

function fingerOutline({ bones: [root, middle, tip], widths }: (typeof FINGERS)[number]): string {
  const [dx, dy] = [tip[0] - root[0], tip[1] - root[1]]
  const length = Math.hypot(dx, dy)
  const beside = ([x, y]: Place, side: number, width: number): string =>
    `${x - (dy / length) * side * (width / 2)},${y + (dx / length) * side * (width / 2)}`
  const [wide, narrow] = widths
  const between = (wide + narrow) / 2
  return `M${beside(root, 1, wide)} Q${beside(middle, 1, between)} ${beside(tip, 1, narrow)} A${narrow / 2},${narrow / 2} 0 0 0 ${beside(tip, -1, narrow)} Q${beside(middle, -1, between)} ${beside(root, -1, wide)} Z`
}
