import { between, pick } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import type { Colour } from './colour.ts'
import {
  curve,
  ellipse,
  group,
  line,
  n,
  path,
  rect,
  repeat,
  softEllipse,
  softLine,
} from './sketch.ts'
import type { Point, Sketch } from './sketch.ts'

/** Half widths of a vase from foot to lip, evenly spaced. */
const PROFILES = [
  [62, 86, 106, 117, 113, 93, 66, 50, 60],
  [72, 81, 87, 91, 93, 92, 85, 68, 70],
  [60, 86, 109, 124, 128, 119, 96, 62, 50],
  [84, 104, 114, 114, 102, 85, 70, 64, 78],
  [58, 60, 64, 69, 76, 84, 92, 99, 105],
  [52, 68, 86, 102, 114, 118, 109, 84, 66],
] as const

export interface Vessel {
  readonly markup: string
  readonly mouthY: number
  readonly mouthHalfWidth: number
}

/** A thrown pot, its foot at (0, 0), about 260 wide, lit from the left. */
export function vase(sketch: Sketch, colour: Colour, accent: Colour, tall: number): Vessel {
  const { random } = sketch
  const profile = pick(random, PROFILES)
  const y = (index: number) => (-tall * index) / (profile.length - 1)
  const left: Point[] = profile.map((half, index) => ({ x: -half, y: y(index) }))
  const right: Point[] = profile.map((half, index) => ({ x: half, y: y(index) })).toReversed()
  const mouthHalfWidth = profile[8]
  const footHalfWidth = profile[0]
  const body = `${curve(left)}A${mouthHalfWidth} ${n(mouthHalfWidth * 0.2)} 0 0 0 ${mouthHalfWidth} ${-tall}${curve(right).replace(/^M[^C]*/, '')}A${footHalfWidth} ${n(footHalfWidth * 0.2)} 0 0 1 ${-footHalfWidth} 0Z`
  const round = sketch.linear(
    [
      [0, darker(colour, 0.22)],
      [0.14, colour],
      [0.3, lighter(colour, 0.5)],
      [0.46, colour],
      [0.78, darker(colour, 0.42)],
      [0.93, darker(colour, 0.62)],
      [1, darker(colour, 0.48)],
    ],
    0,
    0,
    1,
    0.06,
  )
  const bandAt = (from: number, to: number, tone: Colour, opacity: number) => {
    const top = -tall * to
    const bottom = -tall * from
    return path(
      `M-150 ${n(bottom)}Q0 ${n(bottom + 26)} 150 ${n(bottom)}V${n(top)}Q0 ${n(top + 26)}-150 ${n(top)}Z`,
      tone,
      `opacity="${opacity}"`,
    )
  }
  const decorations = [
    () =>
      bandAt(0.5, 0.66, accent, 0.8) +
      bandAt(0.68, 0.7, accent, 0.9) +
      bandAt(0.46, 0.48, accent, 0.9),
    () => bandAt(0, 0.38, accent, 0.85),
    () =>
      repeat(11, (index) => {
        const ringY = -tall * (0.1 + index * 0.08)
        return line(
          `M-150 ${n(ringY)}Q0 ${n(ringY + 26)} 150 ${n(ringY)}`,
          darker(colour, 0.4),
          2,
          'opacity="0.4"',
        )
      }),
    () =>
      repeat(13, (index) => {
        const across = (index - 6) / 6.2
        const x = across * 132
        const leafY = -tall * 0.55 + 22 * (1 - across * across)
        const width = 13 * Math.sqrt(1.02 - across * across)
        return (
          ellipse(x, leafY, width, 34, accent, 'opacity="0.85"') +
          line(`M${n(x)} ${n(leafY - 30)}v60`, colour, 1.6)
        )
      }),
    () => '',
  ]
  const speckle = repeat(70, () =>
    ellipse(
      between(random, -130, 130),
      -tall * random(),
      between(random, 0.7, 2),
      between(random, 0.7, 1.6),
      darker(colour, 0.6),
      'opacity="0.35"',
    ),
  )
  const shade = sketch.linear(
    [
      [0, '#150b1e', 0.3],
      [0.22, '#fff6e6', 0.22],
      [0.42, '#fff6e6', 0],
      [0.72, '#150b1e', 0.3],
      [1, '#150b1e', 0.62],
    ],
    0,
    0,
    1,
    0.04,
  )
  const inside = sketch.linear([
    [0, darker(colour, 0.85)],
    [1, darker(colour, 0.45)],
  ])
  return {
    markup:
      path(body, round) +
      group(pick(random, decorations)() + speckle + path(body, shade), sketch.clip(body)) +
      softLine(
        `M${n(-profile[3] * 0.62)} ${n(-tall * 0.28)}C${n(-profile[4] * 0.74)} ${n(-tall * 0.42)} ${n(-profile[5] * 0.74)} ${n(-tall * 0.56)} ${n(-profile[6] * 0.66)} ${n(-tall * 0.74)}`,
        '#ffffff',
        8,
        0.4,
      ) +
      ellipse(0, -tall, mouthHalfWidth, mouthHalfWidth * 0.2, inside) +
      ellipse(
        0,
        -tall,
        mouthHalfWidth,
        mouthHalfWidth * 0.2,
        'none',
        `stroke="${lighter(colour, 0.4)}" stroke-width="4"`,
      ),
    mouthY: -tall,
    mouthHalfWidth,
  }
}

/** A soft shadow thrown to the right by something standing at (0, 0). */
export function castShadow(sketch: Sketch, halfWidth: number, reach: number): string {
  return (
    softEllipse(sketch, reach * 0.46, 0, reach * 0.52, halfWidth * 0.24, '#150b14', 0.5) +
    softEllipse(sketch, halfWidth * 0.14, 2, halfWidth * 0.95, halfWidth * 0.2, '#150b14', 0.75)
  )
}

const FRUITS = ['apple', 'orange', 'pear', 'lemon', 'plum'] as const
const FRUIT_COLOURS = {
  apple: ['#b8322e', '#d96a3a', '#8fa63a', '#c9b23f'],
  orange: ['#e58a2b', '#db7424'],
  pear: ['#b9b04a', '#cfa84a', '#9fae4f'],
  lemon: ['#ecc93f', '#e6d45a'],
  plum: ['#4b2a55', '#6a2f4f', '#39386b'],
} as const

/** One fruit resting on (0, 0), about 110 wide, lit from the left. */
export function fruit(sketch: Sketch): string {
  const { random } = sketch
  const kind = pick(random, FRUITS)
  const colour = pick(random, FRUIT_COLOURS[kind])
  const skin = sketch.radial(
    [
      [0, lighter(colour, 0.55)],
      [0.3, lighter(colour, 0.1)],
      [0.62, mix(colour, darker(colour, 0.4), 0.4)],
      [0.9, darker(colour, 0.58)],
      [1, darker(colour, 0.42)],
    ],
    0.34,
    0.3,
    0.78,
  )
  const bodies = {
    apple:
      'M0-92C30-112 66-92 62-48C60-14 34 4 12 2Q0-3-12 2C-34 4-60-14-62-48C-66-92-30-112 0-92Z',
    orange: 'M0-108C36-108 58-84 58-53C58-20 34 2 0 2C-34 2-58-20-58-53C-58-84-36-108 0-108Z',
    pear: 'M4-152C22-152 28-134 30-112C34-86 60-74 58-40C56-10 30 3 0 3C-30 3-56-10-58-40C-60-74-32-86-26-112C-22-134-14-152 4-152Z',
    lemon:
      'M-78-42C-70-44-62-60-48-70C-20-90 22-90 50-68C62-58 70-48 80-46C82-38 70-34 60-24C34 2-24 4-50-18C-62-28-72-32-78-42Z',
    plum: 'M0-88C30-92 50-70 48-42C46-14 26 2 0 2C-26 2-46-14-48-42C-50-70-30-92 0-88Z',
  } as const
  const body = bodies[kind]
  const tip = kind === 'pear' ? -150 : kind === 'apple' ? -90 : -86
  const stalk =
    kind === 'apple' || kind === 'pear'
      ? line(`M2 ${tip + 2}q2-16 12-26`, '#3f2a1c', 5) +
        path(`M8 ${tip - 10}q22-26 50-14q-22 22-50 14Z`, '#4f6a33')
      : ''
  const peel = repeat(kind === 'plum' ? 12 : 46, () =>
    ellipse(
      between(random, -62, 62),
      between(random, -120, 0),
      1.5,
      1.3,
      random() < 0.5 ? lighter(colour, 0.5) : darker(colour, 0.4),
      'opacity="0.45"',
    ),
  )
  const streaks =
    kind === 'apple'
      ? repeat(16, () => {
          const x = between(random, -50, 50)
          return line(
            `M${n(x * 0.3)} -90Q${n(x * 1.2)} -60 ${n(x * 0.9)} -10`,
            mix(colour, '#f1d27a', 0.6),
            2,
            'opacity="0.25"',
          )
        })
      : ''
  return (
    castShadow(sketch, 58, 170) +
    path(body, skin) +
    group(
      streaks + peel + softEllipse(sketch, 34, 2, 60, 14, lighter(colour, 0.2), 0.35),
      sketch.clip(body),
    ) +
    softEllipse(sketch, -22, kind === 'pear' ? -52 : -72, 13, 9, '#ffffff', 0.75) +
    (kind === 'apple' ? softEllipse(sketch, 2, -91, 16, 5, darker(colour, 0.6), 0.7) : '') +
    stalk
  )
}

/** A table top with folded cloth, from `edgeY` to the bottom. */
export function table(sketch: Sketch, edgeY: number, cloth: Colour): string {
  const { random, width, height } = sketch
  const top = sketch.linear([
    [0, darker(cloth, 0.22)],
    [0.25, cloth],
    [1, darker(cloth, 0.3)],
  ])
  const folds = repeat(9, () => {
    const x = random() * width
    const tone = random() < 0.5 ? darker(cloth, 0.6) : lighter(cloth, 0.6)
    const d = `M${n(x)} ${n(edgeY)}C${n(x + between(random, -60, 60))} ${n(edgeY + (height - edgeY) * 0.4)} ${n(x + between(random, -120, 120))} ${n(height * 0.9)} ${n(x + between(random, -180, 180))} ${height}`
    return softLine(d, tone, between(random, 20, 56), between(random, 0.08, 0.2))
  })
  const across = repeat(
    Math.ceil((height - edgeY) / 7),
    (index) => `M0 ${n(edgeY + index * 7)}H${width}`,
  )
  const along = repeat(Math.ceil(width / 7), (index) => `M${index * 7} ${n(edgeY)}V${height}`)
  const light = sketch.radial(
    [
      [0, '#fff2d8', 0.42],
      [1, '#fff2d8', 0],
    ],
    0.3,
    0.2,
    0.7,
  )
  const contact = sketch.linear([
    [0, '#150b14', 0],
    [1, '#150b14', 0.34],
  ])
  const area = (fill: string) => rect(-10, edgeY, width + 20, height - edgeY + 10, fill)
  return (
    rect(-10, edgeY - 44, width + 20, 46, contact) +
    area(top) +
    folds +
    line(across, darker(cloth, 0.5), 1, 'opacity="0.2"') +
    line(along, lighter(cloth, 0.5), 1, 'opacity="0.2"') +
    area(light) +
    line(`M0 ${n(edgeY + 1.5)}H${width}`, lighter(cloth, 0.5), 3, 'opacity="0.5"')
  )
}
