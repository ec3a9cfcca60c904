import { between, pick } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import type { Colour } from './colour.ts'
import type { Interior } from './moods.ts'
import { ellipse, group, line, n, path, placed, rect, repeat, softLine } from './sketch.ts'
import type { Sketch } from './sketch.ts'

const SHOULDERS =
  'C-118 222-172 234-214 262C-254 292-268 410-282 900H282C268 410 254 292 214 262C172 234 118 222'

const NECKLINES = {
  'a jumper': `M-80 203${SHOULDERS} 80 203Q62 262 0 264Q-62 262-80 203Z`,
  'a summer dress': `M-96 214${SHOULDERS} 96 214L78 300Q44 352 0 356Q-44 352-78 300Z`,
  'a wrap blouse': `M-84 206${SHOULDERS} 84 206L8 372L-8 372Z`,
  'an evening dress':
    'M-248 338C-176 306-70 318 0 356C70 318 176 306 248 338C266 420 274 560 282 900H-282C-274 560-266 420-248 338Z',
  'a roll-neck': `M-80 203${SHOULDERS} 80 203L56 132Q0 158-56 132Z`,
} as const

/** Drawings in rows `step` apart over a tile of 120. */
function rows(step: number, draw: (at: number) => string): string {
  return repeat(120 / step, (index) => draw(index * step))
}

function zigzag(y: number): string {
  return `M0 ${y}${repeat(10, () => 'l6 7l6-7')}`
}

function blossom(x: number, y: number, colour: Colour): string {
  const petals = repeat(5, (petal) => {
    const angle = (petal * Math.PI * 2) / 5
    return ellipse(x + Math.cos(angle) * 7, y + Math.sin(angle) * 7, 5.4, 5.4, colour)
  })
  return petals + ellipse(x, y, 4, 4, lighter(colour, 0.6))
}

/** Threads, stitches, stripes, dots or flowers over the cloth; answers a paint. */
function fabric(sketch: Sketch, colour: Colour, accent: Colour): string {
  const dark = darker(colour, 0.35)
  const light = lighter(colour, 0.3)
  const across = rows(6, (at) => `M0 ${at}H120`)
  const along = rows(6, (at) => `M${at} 0V120`)
  const kinds = [
    () => {
      const threads = line(across, dark, 0.8, 'opacity="0.4"')
      return sketch.pattern(120, 120, threads + line(along, light, 0.8, 'opacity="0.35"'), 12)
    },
    () => {
      const below = rows(12, (at) => zigzag(at + 2))
      const stitches = line(below, dark, 1.8, 'opacity="0.45"')
      const above = line(rows(12, zigzag), light, 1.2, 'opacity="0.4"')
      return sketch.pattern(120, 120, stitches + above)
    },
    () => sketch.pattern(40, 34, rect(0, 0, 40, 13, accent, 'opacity="0.85"'), -3),
    () => {
      const dots = ellipse(9, 9, 5, 5, accent) + ellipse(28, 28, 5, 5, accent)
      return sketch.pattern(38, 38, dots, 8)
    },
    () => {
      const leaves = line('M30 40q8-8 14-2M60 12q-8 6-14 2', mix(colour, '#2f5a3a', 0.6), 3)
      return sketch.pattern(70, 62, blossom(18, 16, accent) + blossom(52, 46, accent) + leaves, 6)
    },
  ]
  return pick(sketch.random, kinds)()
}

/** A garment over the shoulders, lit from the left, and its name. */
export function clothes(sketch: Sketch, interior: Interior): { markup: string; name: string } {
  const { random } = sketch
  const names = [
    'a jumper',
    'a summer dress',
    'a wrap blouse',
    'an evening dress',
    'a roll-neck',
  ] as const
  const name = pick(random, names)
  const [first, second, third] = interior.accents
  const colour = pick(random, [first, third, interior.cloth])
  const d = NECKLINES[name]
  const light = sketch.linear(
    [
      [0, '#fff3e0', 0.34],
      [0.38, '#fff3e0', 0.04],
      [0.62, '#150b1e', 0.16],
      [1, '#150b1e', 0.58],
    ],
    0,
    0.1,
    1,
    0.3,
  )
  const arm = 'M-190 330C-172 480-184 640-178 900H-196C-202 640-190 480-190 330Z'
  const arms =
    path(arm, darker(colour, 0.6), 'opacity="0.3"') +
    `<g transform="scale(-1 1)">${path(arm, darker(colour, 0.6), 'opacity="0.36"')}</g>`
  const folds = repeat(6, () => {
    const x = between(random, -150, 150)
    const d2 = `M${n(x * 0.6)} 130C${n(x * 1.02 + 24)} 380 ${n(x * 0.92 - 16)} 560 ${n(x * 1.1)} 900`
    const tone = random() < 0.6 ? darker(colour, 0.5) : lighter(colour, 0.4)
    return softLine(d2, tone, between(random, 12, 26), 0.2)
  })
  const rim = name === 'a roll-neck' ? line('M-54 136Q0 162 54 136', darker(colour, 0.3), 3) : ''
  const markup =
    softLine(d, '#1a0d14', 9, 0.2) +
    path(d, colour) +
    path(d, fabric(sketch, colour, second)) +
    group(folds + arms, sketch.clip(d)) +
    path(d, light) +
    rim
  return { markup, name }
}

/** A straw hat on a head around (0, 0). */
export function sunHat(sketch: Sketch, colour: Colour, band: Colour): string {
  const weave = sketch.pattern(
    9,
    7,
    line('M0 3.5H9M4.5 0V7', darker(colour, 0.4), 0.9, 'opacity="0.4"'),
    4,
  )
  const crown = 'M-112-120C-116-236-60-262 0-262C60-262 116-236 112-120Q0-96-112-120Z'
  const shade = sketch.linear(
    [
      [0, '#fff6e4', 0.4],
      [0.45, '#fff6e4', 0],
      [1, '#1a0e1c', 0.5],
    ],
    0,
    0,
    1,
    0.2,
  )
  const brim =
    'M-246-92C-200-150-120-150 0-150C120-150 200-150 246-92C180-72 90-92 0-94C-90-92-180-72-246-92Z'
  return placed(
    path(crown, colour) +
      path(crown, weave) +
      path(
        'M-114-120C-115-146-115-150-113-168Q0-142 113-168C115-150 115-146 114-120Q0-96-114-120Z',
        band,
      ) +
      path(crown, shade) +
      path(brim, lighter(colour, 0.08)) +
      path(brim, weave) +
      path(brim, shade) +
      line('M-246-92C-180-72-90-92 0-94C90-92 180-72 246-92', darker(colour, 0.35), 3),
    0,
    6,
    1,
    -3,
  )
}

/** Two drops hanging from the ears. */
export function jewels(sketch: Sketch, colour: Colour): string {
  const gold = sketch.radial([
    [0, lighter(colour, 0.7)],
    [1, darker(colour, 0.25)],
  ])
  const drop = (x: number) =>
    line(`M${x} 44v10`, colour, 2) +
    ellipse(x, 66, 8, 12, gold) +
    ellipse(x - 2, 62, 2, 3, '#ffffff', 'opacity="0.8"')
  return drop(-106) + drop(106)
}
