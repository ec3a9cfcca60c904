import { between, pick } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import type { Interior } from './moods.ts'
import { curve, ellipse, group, line, n, path, rect, repeat, softEllipse } from './sketch.ts'
import type { Sketch } from './sketch.ts'

/** A plastered wall: broad soft strokes over a falling light. */
function plaster(sketch: Sketch, interior: Interior, isLitFromRight: boolean): string {
  const { width, height, random } = sketch
  const { wall } = interior
  const fall = sketch.radial(
    [
      [0, lighter(wall, 0.42)],
      [0.5, wall],
      [1, darker(wall, 0.5)],
    ],
    isLitFromRight ? 0.78 : 0.22,
    0.26,
    0.95,
  )
  const strokes = repeat(26, () => {
    const x = random() * width
    const y = random() * height
    const tone = random() < 0.5 ? lighter(wall, 0.5) : darker(wall, 0.4)
    const reach = between(random, 90, 260)
    const d = `M${n(x)} ${n(y)}q${n(reach * 0.5)} ${n(between(random, -60, 60))} ${n(reach)} ${n(between(random, -40, 40))}`
    return line(d, tone, between(random, 30, 90), `opacity="${n(between(random, 0.04, 0.1))}"`)
  })
  return rect(0, 0, width, height, fall) + group(strokes, sketch.blur(12))
}

/** A wall with the light of a window and the shadow of a plant on it. */
export function windowLight(sketch: Sketch, interior: Interior, isLitFromRight: boolean): string {
  const { random, width, height } = sketch
  const light = mix('#ffeecb', lighter(interior.wall, 0.5), 0.25)
  const left = width * between(random, 0.08, 0.3)
  const top = height * between(random, 0.04, 0.14)
  const paneWidth = width * between(random, 0.17, 0.24)
  const paneHeight = height * between(random, 0.13, 0.19)
  const slant = (isLitFromRight ? -1 : 1) * between(random, 0.18, 0.36)
  const panes = repeat(6, (index) => {
    const x = left + (index % 2) * paneWidth * 1.1
    const y = top + Math.floor(index / 2) * paneHeight * 1.09
    const dx = slant * paneHeight
    const offset = slant * (y - top)
    return path(
      `M${n(x + offset)} ${n(y)}h${n(paneWidth)}l${n(dx)} ${n(paneHeight)}h${n(-paneWidth)}Z`,
      light,
    )
  })
  const leafTone = darker(interior.wall, 0.35)
  const stems = repeat(3, () => {
    const x = left + between(random, 0, paneWidth * 2)
    const y = top + paneHeight * 3.2
    const lean = between(random, -90, 90)
    const leaves = repeat(9, (index) => {
      const along = 0.25 + index * 0.085
      const leafX = x + lean * along
      const leafY = y - paneHeight * 2.6 * along
      const side = index % 2 === 0 ? 1 : -1
      const turn = side * between(random, 25, 60) - 90
      return `<g transform="translate(${n(leafX)} ${n(leafY)}) rotate(${n(turn)})">${path('M0 0C22-22 66-20 94 0C66 20 22 22 0 0Z', leafTone)}</g>`
    })
    return line(`M${n(x)} ${n(y)}l${n(lean)} ${n(-paneHeight * 2.6)}`, leafTone, 5) + leaves
  })
  return (
    plaster(sketch, interior, isLitFromRight) +
    group(`<g opacity="0.5">${panes}</g><g opacity="0.32">${stems}</g>`, sketch.blur(5))
  )
}

/** Lights far out of focus, in the room's colours. */
export function bokeh(sketch: Sketch, interior: Interior): string {
  const { random, width, height } = sketch
  const dark = darker(interior.wall, 0.55)
  const back = sketch.linear(
    [
      [0, darker(interior.wall, 0.35)],
      [0.6, dark],
      [1, darker(dark, 0.5)],
    ],
    0.2,
    0,
    0.8,
    1,
  )
  const colours = [...interior.accents, '#ffd9a0', lighter(interior.cloth, 0.3)]
  /** A disc seen through a lens has a bright rim when it is nearly in focus, and none far from it. */
  const discs = (count: number, low: number, high: number, opacity: number, hasRim: boolean) =>
    repeat(count, () => {
      const colour = lighter(pick(random, colours), 0.2)
      const radius = between(random, low, high)
      const x = random() * width
      const y = height * between(random, -0.02, 0.8)
      const strength = opacity * between(random, 0.4, 1)
      const fill = sketch.radial([
        [0, colour, strength * 0.5],
        [hasRim ? 0.82 : 0.7, colour, strength * 0.7],
        [hasRim ? 0.95 : 0.85, lighter(colour, 0.4), strength * (hasRim ? 0.95 : 0.5)],
        [1, colour, 0],
      ])
      return ellipse(x, y, radius, radius, fill)
    })
  return (
    rect(0, 0, width, height, back) + discs(16, 70, 140, 0.5, false) + discs(24, 24, 66, 0.6, true)
  )
}

/** A wall with a large disc of lamplight and an arc of shadow. */
export function lamplitWall(sketch: Sketch, interior: Interior, isLitFromRight: boolean): string {
  const { random, width, height } = sketch
  const accent = pick(random, interior.accents)
  const radius = Math.min(width, height) * between(random, 0.34, 0.44)
  const x = width * between(random, 0.4, 0.6)
  const y = height * between(random, 0.3, 0.4)
  const disc = sketch.linear(
    [
      [0, lighter(accent, 0.3), 0.95],
      [1, mix(accent, interior.wall, 0.55), 0.85],
    ],
    isLitFromRight ? 1 : 0,
    0,
    isLitFromRight ? 0 : 1,
    1,
  )
  const edge = curve(
    Array.from({ length: 7 }, (_, index) => ({
      x: (index / 6) * width,
      y: height * (0.72 + 0.06 * Math.sin(index * 1.3 + radius)),
    })),
  )
  return (
    plaster(sketch, interior, isLitFromRight) +
    softEllipse(sketch, x + 14, y + 20, radius, radius, darker(interior.wall, 0.6), 0.35) +
    ellipse(x, y, radius, radius, disc) +
    path(`${edge}V${height}H0Z`, darker(interior.wall, 0.35), 'opacity="0.35"')
  )
}
