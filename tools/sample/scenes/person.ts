import { between, pick } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import type { Colour } from './colour.ts'
import { skinOf } from './face.ts'
import type { Skin } from './face.ts'
import { DARK_HAIR, HAIR_COLOURS } from './hair.ts'
import { curve, ellipse, group, line, n, path, placed, repeat, softLine } from './sketch.ts'
import type { Point, Sketch } from './sketch.ts'

const OUTFITS: readonly (readonly [cloth: Colour, trim: Colour])[] = [
  ['#c8473f', '#f4d9b8'],
  ['#f1e6d6', '#b98a5a'],
  ['#2f5f73', '#e9c27a'],
  ['#e0a93f', '#7a3b2e'],
  ['#7d4a7a', '#f0cfd2'],
  ['#4f7a5f', '#f2ead2'],
  ['#e58f86', '#fbeee2'],
]

/** The light of the side the sun is on, laid over a shape that is `half` wide on each side of 0. */
function roundness(sketch: Sketch): string {
  return sketch.linear(
    [
      [0, '#fff2d9', 0.5],
      [0.32, '#fff2d9', 0.04],
      [0.6, '#160c20', 0.12],
      [1, '#160c20', 0.56],
    ],
    0,
    0,
    1,
    0.08,
  )
}

/** A long dress seen from behind, blown to one side. */
function dress(sketch: Sketch, cloth: Colour, trim: Colour, wind: number): string {
  const { random } = sketch
  const hem: Point[] = Array.from({ length: 9 }, (_, index) => {
    const across = (index - 4) / 4
    return {
      x: across * 92 + wind * (1 - 0.25 * across),
      y: -34 + (index % 2 === 0 ? 5 : -7) - Math.abs(across) * 12,
    }
  })
  const first = hem[0] ?? { x: -92, y: -34 }
  const d = `M-23-236C-30-196-52-120 ${n(first.x)} ${n(first.y)}${curve(hem).replace(/^M[^C]*/, '')}C${n(52 + wind * 0.4)}-120 30-196 23-236Z`
  const bodice =
    'M-23-234C-27-262-36-286-36-310L-27-336L-20-334C-16-300 16-300 20-334L27-336L36-310C36-286 27-262 23-234Q0-226-23-234Z'
  const folds = repeat(15, (index) => {
    const across = (index - 7) / 7
    const endX = across * 84 + wind * (1 - 0.25 * across)
    const tone = index % 2 === 0 ? darker(cloth, 0.5) : lighter(cloth, 0.5)
    return softLine(
      `M${n(across * 20)} -234C${n(across * 32)} -170 ${n(across * 60 + wind * 0.3)} -110 ${n(endX)} -36`,
      tone,
      between(random, 2, 6),
      0.34,
    )
  })
  const print =
    random() < 0.5
      ? path(
          d,
          sketch.pattern(
            17,
            17,
            ellipse(5, 5, 2.4, 2.4, trim) + ellipse(13, 13, 2.4, 2.4, trim),
            10,
          ),
          'opacity="0.8"',
        )
      : ''
  return (
    path(d, cloth) +
    print +
    group(folds, sketch.clip(d)) +
    path(d, roundness(sketch)) +
    path(bodice, cloth) +
    path(bodice, roundness(sketch)) +
    path('M-24-242Q0-234 24-242L23-229Q0-220-23-229Z', trim) +
    path(
      `M-4-232C${n(-10 + wind * 0.2)}-190 ${n(-14 + wind * 0.3)}-160 ${n(-18 + wind * 0.4)}-138L${n(-4 + wind * 0.4)}-142C${n(wind * 0.2)}-180 3-205 4-232Z`,
      trim,
    )
  )
}

/** A belted coat over trousers, seen from behind. */
function coat(sketch: Sketch, cloth: Colour, trim: Colour): string {
  const d =
    'M-30-340C-46-334-52-318-50-290L-34-232L-58-84Q0-66 58-84L34-232L50-290C52-318 46-334 30-340Q0-330-30-340Z'
  const trousers = mix(trim, '#2a2530', 0.6)
  return (
    path('M-38-100L-30-8H-7L0-96L7-8H30L38-100Z', trousers) +
    path('M-38-100L-30-8H-7L0-96L7-8H30L38-100Z', roundness(sketch)) +
    path(d, cloth) +
    group(
      line('M0-228L-3-70M-20-226L-34-74M20-226L34-74', darker(cloth, 0.5), 5, 'opacity="0.35"') +
        line('M-40-300Q0-284 40-300', darker(cloth, 0.5), 3, 'opacity="0.5"'),
      sketch.clip(d),
    ) +
    path(d, roundness(sketch)) +
    path('M-35-242Q0-232 35-242V-226Q0-216-35-226Z', darker(cloth, 0.35)) +
    path('M-24-342Q0-326 24-342L20-356Q0-348-20-356Z', darker(cloth, 0.2)) +
    path('M-34-6h28q2 10-4 12h-26q-4-4 2-12ZM6-6h28q6 8 2 12h-26q-6-2-4-12Z', '#2b1d1a')
  )
}

/** An open umbrella with its handle at (0, 0). */
function umbrella(sketch: Sketch, cloth: Colour, trim: Colour): string {
  const dome =
    'M-168-168C-160-262-80-300 0-302C80-300 160-262 168-168Q140-188 112-168Q84-190 56-168Q28-190 0-168Q-28-190-56-168Q-84-190-112-168Q-140-188-168-168Z'
  const gores = [0.66, 0.33]
    .map(
      (share) =>
        `<g transform="scale(${share} 1)">${line('M-168-168C-160-262-80-300 0-302C80-300 160-262 168-168', darker(cloth, 0.5), 2, 'opacity="0.55"')}</g>`,
    )
    .join('')
  const panels = `<g transform="scale(0.66 1)">${path('M-168-168C-160-262-80-300 0-302C80-300 160-262 168-168Q84-196 0-168Q-84-196-168-168Z', trim, 'opacity="0.55"')}</g>`
  return (
    line('M0 6V-300', '#4a3326', 5) +
    line('M0 6q0 18 14 16q8-2 7-10', '#4a3326', 6) +
    path(dome, cloth) +
    group(panels, sketch.clip(dome)) +
    path(dome, roundness(sketch)) +
    gores +
    line('M0-302V-322', '#4a3326', 5)
  )
}

function balloons(sketch: Sketch): string {
  const { random } = sketch
  return repeat(6, (index) => {
    const x = (index - 2.5) * 34 + between(random, -12, 12)
    const y = -210 - (index % 3) * 52 + between(random, -14, 14)
    const colour = pick(random, ['#d9483f', '#f0b13f', '#4f86b8', '#e88fa3', '#5f9a6f', '#f3e6d2'])
    const skin = sketch.radial(
      [
        [0, lighter(colour, 0.6)],
        [0.5, colour],
        [1, darker(colour, 0.45)],
      ],
      0.34,
      0.3,
      0.75,
    )
    return (
      line(
        `M0 0Q${n(x * 0.3)} ${n(y * 0.5)} ${n(x)} ${n(y + 46)}`,
        '#f6efe2',
        1.6,
        'opacity="0.8"',
      ) +
      ellipse(x, y, 37, 46, skin) +
      path(`M${n(x - 5)} ${n(y + 52)}L${n(x)} ${n(y + 44)}L${n(x + 5)} ${n(y + 52)}Z`, colour) +
      ellipse(x - 12, y - 16, 7, 10, '#ffffff', 'opacity="0.6"')
    )
  })
}

function hairFromBehind(sketch: Sketch, colour: Colour, wind: number): string {
  const { random } = sketch
  const skull = ellipse(0, -378, 25, 29, colour)
  const strands = (d: (across: number) => string) =>
    repeat(11, (index) => {
      const tone = index % 2 === 0 ? lighter(colour, 0.35) : darker(colour, 0.5)
      return line(d((index - 5) / 5), tone, 1.5, 'opacity="0.5"')
    })
  if (random() < 0.4) {
    const knot = ellipse(0, -402, 17, 15, lighter(colour, 0.06))
    return (
      skull + strands((across) => `M${n(across * 23)} -362Q${n(across * 16)} -385 0-396`) + knot
    )
  }
  const end = between(random, -310, -268)
  const fall = `M-25-384C-34-350 ${n(-34 + wind * 0.3)} ${n(end - 20)} ${n(-22 + wind * 0.5)} ${n(end)}Q${n(wind * 0.6)} ${n(end + 16)} ${n(26 + wind * 0.6)} ${n(end - 4)}C${n(38 + wind * 0.3)} ${n(end - 30)} 34-350 25-384C20-412-20-412-25-384Z`
  return (
    path(fall, colour) +
    strands(
      (across) =>
        `M${n(across * 18)} -400C${n(across * 30)} -370 ${n(across * 28 + wind * 0.2)} ${n(end - 20)} ${n(across * 22 + wind * 0.55)} ${n(end + 2)}`,
    )
  )
}

function limbs(skin: Skin, holdsUp: boolean): string {
  const far = 'M-40-324C-49-296-50-268-47-238C-46-220-44-204-42-190'
  const near = holdsUp
    ? 'M39-324C58-304 68-280 62-262C54-258 46-272 40-296'
    : 'M40-324C49-296 50-268 47-238C46-220 44-204 42-190'
  return (
    path(
      'M-46-330C-30-340-12-342-10-362H10C12-342 30-340 46-330C48-312 40-292 34-268H-34C-40-292-48-312-46-330Z',
      skin.base,
    ) +
    line(far, skin.base, 13) +
    line(far, skin.light, 4, 'opacity="0.6" transform="translate(-4 0)"') +
    line(near, mix(skin.base, skin.shade, 0.35), 13)
  )
}

/** A figure from behind, feet at (0, 0), about 410 high without what it holds, lit from the left. */
export function person(sketch: Sketch): { markup: string; name: string } {
  const { random } = sketch
  const skin = skinOf(sketch)
  const hair = pick(random, skin.isDark ? DARK_HAIR : HAIR_COLOURS)
  const [cloth, trim] = pick(random, OUTFITS)
  const wind = between(random, -34, 34)
  const isDress = random() < 0.7
  const held = pick(random, ['an umbrella', 'balloons', 'a sun hat', ''] as const)
  const holdsUp = held === 'an umbrella' || held === 'balloons'
  const legs = isDress
    ? line('M-15-90L-14-8M15-90L14-8', skin.base, 13) +
      path('M-24-4q10-10 18 0v6h-20ZM6-4q10-10 18 0l2 6h-20Z', darker(trim, 0.4))
    : ''
  const sleeves = isDress
    ? ''
    : line('M-42-322C-54-294-58-262-52-216', darker(cloth, 0.06), 20) +
      line(
        holdsUp
          ? 'M42-322C60-304 70-280 60-264C52-262 46-276 42-292'
          : 'M42-322C54-294 58-262 52-216',
        darker(cloth, 0.28),
        20,
      )
  const straw = pick(random, ['#dcbb83', '#c9985a', '#efe2ca'])
  const hat =
    held === 'a sun hat'
      ? path('M-30-388C-31-438 31-438 30-388Z', straw) +
        path('M-30-396Q0-386 30-396V-386Q0-376-30-386Z', darker(cloth, 0.2)) +
        ellipse(0, -386, 62, 12, lighter(straw, 0.12)) +
        path('M-62-386Q0-366 62-386Q0-360-62-386Z', darker(straw, 0.4), 'opacity="0.6"')
      : ''
  const thing =
    held === 'an umbrella'
      ? placed(umbrella(sketch, trim, cloth), 40, -292, 1, -8)
      : held === 'balloons'
        ? placed(balloons(sketch), 40, -296, 1, 4)
        : ''
  return {
    markup:
      (held === 'balloons' ? thing : '') +
      legs +
      limbs(skin, holdsUp) +
      (isDress ? dress(sketch, cloth, trim, wind) : coat(sketch, cloth, trim)) +
      sleeves +
      hairFromBehind(sketch, hair, wind) +
      hat +
      (held === 'an umbrella' ? thing : ''),
    name: `a person in ${isDress ? 'a long dress' : 'a coat'}${held === '' ? '' : ` with ${held}`}`,
  }
}
