import { between, pick } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import type { Mood } from './moods.ts'
import { curve, ellipse, group, line, n, path, rect, repeat } from './sketch.ts'
import type { Point, Sketch } from './sketch.ts'

/** Sky, sun or moon with its glow, and stars at night; the sun stands at (sunX, sunY). */
export function sky(sketch: Sketch, mood: Mood, horizonY: number, sun: Point): string {
  const { width, height, random } = sketch
  const stops = [
    [0, mood.skyTop],
    [0.55, mood.skyMiddle],
    [1, mood.skyHorizon],
  ] as const
  const radius = between(random, 34, 62)
  const glow = sketch.radial([
    [0, mood.sun, 0.85],
    [0.18, mood.sun, 0.42],
    [0.5, mix(mood.sun, mood.skyHorizon, 0.6), 0.16],
    [1, mood.skyHorizon, 0],
  ])
  const stars = mood.isNight
    ? repeat(150, () => {
        const size = between(random, 0.6, 2.1)
        const light = `opacity="${n(between(random, 0.3, 0.95))}"`
        return ellipse(
          random() * width,
          random() * horizonY * 0.85,
          size,
          size,
          lighter(mood.cloud, 0.8),
          light,
        )
      })
    : ''
  return (
    rect(0, 0, width, height, mood.skyHorizon) +
    rect(0, 0, width, horizonY + 20, sketch.linear(stops)) +
    stars +
    ellipse(sun.x, sun.y, radius * 9, radius * 9, glow) +
    ellipse(sun.x, sun.y, radius, radius, lighter(mood.sun, 0.5)) +
    (mood.isNight
      ? ellipse(
          sun.x - radius * 0.25,
          sun.y + radius * 0.1,
          radius * 0.2,
          radius * 0.16,
          mood.haze,
          'opacity="0.25"',
        ) +
        ellipse(
          sun.x + radius * 0.3,
          sun.y - radius * 0.2,
          radius * 0.14,
          radius * 0.12,
          mood.haze,
          'opacity="0.22"',
        )
      : '')
  )
}

/** Soft clouds: heaps of ellipses, lit from above, flattened below. */
export function clouds(sketch: Sketch, mood: Mood, horizonY: number, count: number): string {
  const { random, width } = sketch
  const heaps = repeat(count, () => {
    const strength = between(random, 0.35, 0.8)
    const y = between(random, horizonY * 0.1, horizonY * 0.75)
    const size = between(random, 60, 150) * (0.45 + 0.55 * (1 - y / horizonY))
    const x = between(random, -50, width + 50)
    const fill = sketch.linear([
      [0, lighter(mood.cloud, 0.3)],
      [0.5, mood.cloud, 0.92],
      [1, mood.cloud, 0.05],
    ])
    const puffs = repeat(7, (index) => {
      const along = (index - 3) / 3
      const radius = size * (0.62 - 0.42 * along * along) * between(random, 0.75, 1.1)
      return ellipse(x + along * size * 1.9, y - radius * 0.35, radius * 1.35, radius * 0.62, fill)
    })
    return group(puffs, `opacity="${n(strength)}"`)
  })
  return group(heaps, sketch.blur(5))
}

/** Heights of a ridge from one side to the other: a few sines of random phase, rougher when asked. */
export function ridge(
  sketch: Sketch,
  baseY: number,
  amplitude: number,
  roughness: number,
): Point[] {
  const { random, width } = sketch
  const waves = Array.from({ length: 7 }, (_, octave) => ({
    cycles: (0.55 + random() * 0.6) * 1.75 ** octave,
    phase: random() * Math.PI * 2,
    height: amplitude * (octave === 0 ? 1 : roughness ** octave),
  }))
  const steps = Math.round(width / 12)
  return Array.from({ length: steps + 5 }, (_, index) => {
    const x = ((index - 2) / steps) * width
    const angle = (x / width) * Math.PI * 2
    const sum = waves.reduce((total, { cycles, phase, height }) => {
      return total + height * Math.sin(angle * cycles + phase)
    }, 0)
    return { x, y: baseY - sum }
  })
}

/** The height of a ridge at x. */
export function ridgeAt(points: readonly Point[], x: number): number {
  const next = points.find((point) => point.x >= x) ?? points.at(-1)
  return next?.y ?? 0
}

/** The ground below a ridge, fading into haze at its foot as valleys do. */
export function ground(sketch: Sketch, points: readonly Point[], top: string, foot: string) {
  const bottom = sketch.height + 20
  const fill = sketch.linear([
    [0, lighter(top, 0.1)],
    [0.12, top],
    [1, foot],
  ])
  const last = points.at(-1) ?? { x: sketch.width, y: bottom }
  const first = points[0] ?? { x: 0, y: bottom }
  return path(`${curve(points)}L${n(last.x)} ${bottom}L${n(first.x)} ${bottom}Z`, fill)
}

/** Layers of hills from the horizon to the viewer; answers the markup and the nearest ridge. */
export function hills(
  sketch: Sketch,
  mood: Mood,
  horizonY: number,
  layers: number,
): { markup: string; nearest: Point[] } {
  const { random, height } = sketch
  const jagged = random() < 0.45
  let markup = ''
  let nearest: Point[] = []
  for (let layer = 0; layer < layers; layer += 1) {
    const depth = layer / (layers - 1)
    const y = horizonY + depth ** 1.5 * (height * 0.9 - horizonY) * 0.72 - 20
    const isFar = depth < 0.5 && jagged
    nearest = ridge(sketch, y, (isFar ? 62 : 34) * (1 - depth * 0.35), isFar ? 0.58 : 0.36)
    const colour = mix(mood.haze, mood.ground, 0.16 + 0.74 * depth)
    markup += ground(sketch, nearest, colour, mix(colour, mood.haze, 0.5 - 0.42 * depth))
    if (depth > 0.3 && depth < 0.95) {
      markup += forest(sketch, nearest, darker(colour, 0.2), 12 + 34 * depth, 0.35)
    }
  }
  return { markup, nearest }
}

/** Conifers standing along a ridge in clumps, as one path. */
export function forest(
  sketch: Sketch,
  points: readonly Point[],
  colour: string,
  size: number,
  share: number,
): string {
  const { random, width } = sketch
  let d = ''
  let x = -20
  let isClump = random() < share
  while (x < width + 20) {
    if (random() < 0.06) isClump = random() < share
    if (isClump) {
      const tall = size * between(random, 0.55, 1.25)
      const foot = ridgeAt(points, x) + 4
      const half = tall * 0.24
      d += `M${n(x)} ${n(foot - tall)}l${n(half * 0.6)} ${n(tall * 0.42)}h${n(-half * 0.25)}l${n(half * 0.65)} ${n(tall * 0.58)}h${n(-half * 2)}l${n(half * 0.65)} ${n(-tall * 0.58)}h${n(-half * 0.25)}Z`
    }
    x += size * between(random, 0.16, 0.42)
  }
  return d === '' ? '' : path(d, colour)
}

/** Blades of grass, and flowers among them when colours are given, growing over a strip. */
export function meadow(
  sketch: Sketch,
  topY: number,
  colour: string,
  light: string,
  flowers: readonly string[],
): string {
  const { random, width, height } = sketch
  const tones = [darker(colour, 0.35), colour, mix(colour, light, 0.3), mix(colour, light, 0.5)]
  const rows = 9
  return repeat(rows, (row) => {
    const depth = (row + 0.5) / rows
    const tall = 10 + depth * 62
    const y = topY + (height + 20 - topY) * depth ** 1.1
    const blades = tones.map((tone) => {
      let d = ''
      for (let blade = 0; blade < 46; blade += 1) {
        const x = random() * width
        const lean = between(random, -0.4, 0.5) * tall
        const foot = y + between(random, -14, 14) + tall * 0.3
        const tip = tall * between(random, 0.6, 1.25)
        d += `M${n(x)} ${n(foot)}q${n(lean * 0.2)} ${n(-tip * 0.6)} ${n(lean)} ${n(-tip)}`
      }
      return line(d, tone, 0.8 + depth * 2.1, 'opacity="0.75"')
    })
    const blossoms =
      flowers.length === 0
        ? ''
        : repeat(20, () => {
            const x = random() * width
            const size = (2 + depth * 9) * between(random, 0.6, 1.15)
            const blossomY = y - tall * between(random, 0.3, 0.95)
            const petal = pick(random, flowers)
            return (
              ellipse(x, blossomY, size, size * 0.72, petal) +
              ellipse(
                x - size * 0.2,
                blossomY - size * 0.2,
                size * 0.45,
                size * 0.3,
                lighter(petal, 0.5),
              )
            )
          })
    return blades.join('') + blossoms
  })
}
