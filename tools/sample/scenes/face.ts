import { between, pick } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import type { Colour } from './colour.ts'
import { ellipse, group, line, n, path, repeat, softEllipse } from './sketch.ts'
import type { Sketch } from './sketch.ts'

/** Skin with its shadow, light and blush. */
export interface Skin {
  readonly base: Colour
  readonly shade: Colour
  readonly light: Colour
  readonly blush: Colour
  readonly isDark: boolean
}

const SKIN_BASES: readonly Colour[] = [
  '#f4d3bd',
  '#ecbd9c',
  '#d9a27c',
  '#bd8059',
  '#91593b',
  '#65402d',
]

export function skinOf(sketch: Sketch): Skin {
  const base = pick(sketch.random, SKIN_BASES)
  const isDark = SKIN_BASES.indexOf(base) > 3
  return {
    base,
    shade: mix(base, '#4f1830', isDark ? 0.5 : 0.42),
    light: mix(base, isDark ? '#e8a878' : '#fff0dc', isDark ? 0.45 : 0.55),
    blush: mix(base, '#d8404a', isDark ? 0.3 : 0.5),
    isDark,
  }
}

/** The outline of a head 210 wide and 324 high around (0, 0). */
export const HEAD =
  'M0 152C34 152 74 118 90 62C103 12 109-30 104-72C98-142 52-172 0-172C-52-172-98-142-104-72C-109-30-103 12-90 62C-74 118-34 152 0 152Z'

function openEye(sketch: Sketch, iris: Colour, skin: Skin, gaze: number): string {
  const lid = 'M-23 2C-16-13 6-16 24-3C14 10-10 13-23 2Z'
  const irisFill = sketch.radial([
    [0, lighter(iris, 0.25)],
    [0.6, iris],
    [1, darker(iris, 0.6)],
  ])
  return (
    softEllipse(sketch, 0, -4, 34, 20, skin.shade, 0.28) +
    path(lid, mix('#fbf6f0', skin.shade, 0.08)) +
    group(
      ellipse(gaze, -2, 11, 11.5, irisFill) +
        ellipse(gaze, -2, 5, 5.2, '#0f0a0c') +
        path('M-26-20H28V-4Q2-14-26 4Z', skin.shade, 'opacity="0.4"') +
        ellipse(gaze - 4, -6, 3, 3.2, '#ffffff') +
        ellipse(gaze + 4, 3, 1.6, 1.6, '#ffffff', 'opacity="0.6"'),
      sketch.clip(lid),
    ) +
    line('M-24 3C-16-13 6-17 25-4', '#1c1114', 3.4) +
    line('M20-6L31-12', '#1c1114', 2.6) +
    line('M-21-9C-12-22 10-23 26-11', skin.shade, 1.8, 'opacity="0.7"') +
    line('M-19 6C-8 13 10 11 21 1', skin.shade, 1.3, 'opacity="0.6"')
  )
}

function closedEye(skin: Skin, lid: Colour): string {
  const lashes = repeat(6, (index) => {
    const x = -17 + index * 8
    const y = 6 - Math.abs(index - 2.5) * 0.9
    return line(`M${x} ${n(y)}L${n(x + (index - 1.5) * 1.7)} ${n(y + 8)}`, '#1c1114', 1.8)
  })
  return (
    path('M-24 2C-16-14 8-16 25-1C12 12-10 12-24 2Z', lid, 'opacity="0.55"') +
    line('M-24 1C-12 11 12 11 25-2', '#1c1114', 3.4) +
    lashes +
    line('M-21-10C-12-21 10-22 26-12', skin.shade, 1.6, 'opacity="0.55"')
  )
}

function mouth(sketch: Sketch, lips: Colour, smile: number): string {
  const corner = 88 - smile
  return (
    path(
      `M-29 ${n(corner)}C-17 83-9 77-3 80Q0 82 3 80C9 77 17 83 29 ${n(corner)}C14 ${n(90 + smile * 0.5)}-14 ${n(90 + smile * 0.5)}-29 ${n(corner)}Z`,
      darker(lips, 0.16),
    ) +
    path(
      `M-29 ${n(corner)}C-14 ${n(90 + smile * 0.5)} 14 ${n(90 + smile * 0.5)} 29 ${n(corner)}C20 ${n(101 + smile * 0.4)} 10 106 0 106C-10 106-20 ${n(101 + smile * 0.4)}-29 ${n(corner)}Z`,
      lips,
    ) +
    softEllipse(sketch, -4, 97, 11, 3, lighter(lips, 0.6), 0.6) +
    line(
      `M-30 ${n(corner - 0.5)}C-14 ${n(90.5 + smile * 0.5)} 14 ${n(90.5 + smile * 0.5)} 30 ${n(corner - 0.5)}`,
      darker(lips, 0.6),
      1.9,
    )
  )
}

/** A shadow that grows softer away from what throws it. */
function fallingShadow(d: string, colour: Colour): string {
  return repeat(5, (step) => {
    const shadow = path(d, colour, 'opacity="0.12"')
    return `<g transform="translate(${2 + step * 2} ${4 + step * 5})">${shadow}</g>`
  })
}

/** A face, lit from the left; `hairShadow` is a path that darkens the skin under the hair. */
export function face(sketch: Sketch, skin: Skin, brow: Colour, hairShadow: string): string {
  const { random } = sketch
  const turn = between(random, -9, 9)
  const isAsleep = random() < 0.3
  const iris = skin.isDark
    ? '#3a2117'
    : pick(random, ['#5b3a22', '#3f6f8f', '#4f7a4a', '#2d1f18', '#7a5a2c'])
  const lips = mix(pick(random, ['#c23b4e', '#b5544f', '#d06a6a', '#9c2f45']), skin.base, 0.28)
  const smile = between(random, 0, 7)
  const gaze = between(random, -4, 4)
  const eye = isAsleep
    ? closedEye(skin, mix(skin.shade, lips, 0.3))
    : openEye(sketch, iris, skin, gaze)
  const browPath = 'M-30 3C-18-9 6-13 30-2C12-7-8-4-30 3Z'
  const browTone = darker(brow, 0.25)
  const base = sketch.radial(
    [
      [0, skin.light],
      [0.42, skin.base],
      [1, mix(skin.base, skin.shade, 0.75)],
    ],
    0.36,
    0.36,
    0.78,
  )
  const dark = sketch.linear(
    [
      [0.5, skin.shade, 0],
      [0.82, skin.shade, 0.4],
      [1, skin.shade, 0.68],
    ],
    0,
    0.4,
    1,
    0.52,
  )
  const blush = (x: number, strength: number) =>
    softEllipse(sketch, x + turn, 50, 40, 28, skin.blush, strength)
  const freckles =
    random() < 0.25
      ? repeat(26, () =>
          ellipse(
            turn + between(random, -62, 62),
            between(random, 24, 54),
            1.5,
            1.3,
            skin.shade,
            'opacity="0.5"',
          ),
        )
      : ''
  const features =
    blush(-56, 0.34) +
    blush(56, 0.3) +
    group(
      path(
        `M${n(4 + turn)}-22C${n(9 + turn)} 14 ${n(17 + turn)} 36 ${n(21 + turn)} 56Q${n(12 + turn)} 68 ${n(turn)} 66Z`,
        skin.shade,
        'opacity="0.42"',
      ) + line(`M${n(turn - 2)} -12V40`, skin.light, 7, 'opacity="0.5"'),
      sketch.blur(4),
    ) +
    softEllipse(sketch, turn - 2, 50, 9, 8, skin.light, 0.8) +
    line(
      `M${n(turn - 17)} 58q3 6 9 5M${n(turn + 17)} 58q-3 6-9 5`,
      darker(skin.shade, 0.25),
      2.2,
      'opacity="0.75"',
    ) +
    line(`M${n(turn - 6)} 64q6 4 12 0`, skin.shade, 1.8, 'opacity="0.6"') +
    freckles +
    `<g transform="translate(${n(-46 + turn * 0.8)} -6) scale(-1.12 1.12)">${eye}</g>` +
    `<g transform="translate(${n(46 + turn * 0.8)} -6) scale(1.12)">${eye}</g>` +
    `<g transform="translate(${n(-46 + turn * 0.8)} -42) scale(-1 1)">${path(browPath, browTone, 'opacity="0.9"')}</g>` +
    `<g transform="translate(${n(46 + turn * 0.8)} -42)">${path(browPath, browTone, 'opacity="0.9"')}</g>` +
    `<g transform="translate(${n(turn)} 6)">${mouth(sketch, lips, smile)}</g>` +
    softEllipse(sketch, turn, 124, 22, 6, skin.shade, 0.3) +
    softEllipse(sketch, turn - 6, 138, 16, 8, skin.light, 0.35)
  return (
    path(HEAD, base) +
    group(path(HEAD, dark) + fallingShadow(hairShadow, skin.shade) + features, sketch.clip(HEAD))
  )
}
