import { between, pick } from '../random.ts'
import type { Random } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import type { Colour } from './colour.ts'
import { curve, ellipse, line, n, path, repeat } from './sketch.ts'
import type { Point, Sketch } from './sketch.ts'

/** Hair in two layers around a face centred on (0, 0), lit from the left. */
export interface Hair {
  readonly behind: string
  readonly front: string
  /** The edge that throws a shadow on the forehead. */
  readonly shadow: string
  readonly coversEars: boolean
  readonly name: string
}

export const HAIR_COLOURS: readonly Colour[] = [
  '#1f1715',
  '#3a241b',
  '#6b3e24',
  '#a4652e',
  '#d7a85f',
  '#8f321f',
  '#b9b2ac',
  '#2a2233',
]

/** What goes with dark skin. */
export const DARK_HAIR: readonly Colour[] = ['#1f1715', '#2f1d17', '#4a2a1c', '#2a2233', '#5e2a1c']

type Guide = readonly (readonly [x: number, y: number])[]

const points = (guide: Guide): Point[] => guide.map(([x, y]) => ({ x, y }))

/** The curve `share` of the way from one guide to the other; both have the same number of points. */
function between2(outer: Guide, inner: Guide, share: number): Point[] {
  return outer.map(([x, y], index) => {
    const [toX, toY] = inner[index] ?? [x, y]
    return { x: x + (toX - x) * share, y: y + (toY - y) * share }
  })
}

/** The outline between two guides that start at the root. */
function outline(outer: Guide, inner: Guide): string {
  const back = curve(points(inner.toReversed()))
  return `${curve(points(outer))}L${back.slice(1)}Z`
}

/** A mass of hair between two guides, with strands that follow both. */
function lock(sketch: Sketch, colour: Colour, outer: Guide, inner: Guide, light: number): string {
  const { random } = sketch
  const fill = sketch.linear(
    [
      [0, darker(colour, 0.12)],
      [0.28, lighter(colour, light)],
      [0.5, colour],
      [1, darker(colour, 0.4)],
    ],
    0.3,
    0,
    0.6,
    1,
  )
  const strands = (count: number, tone: Colour, opacity: number) =>
    repeat(count, () => {
      const d = curve(between2(outer, inner, between(random, 0.03, 0.97)))
      return line(
        d,
        tone,
        between(random, 0.7, 2.2),
        `opacity="${n(opacity * between(random, 0.4, 1))}"`,
      )
    })
  return (
    path(outline(outer, inner), fill) +
    strands(16, darker(colour, 0.55), 0.5) +
    strands(15, lighter(colour, 0.3 + light * 0.5), 0.4) +
    strands(4, lighter(colour, 0.6), 0.32)
  )
}

const mirror = (guide: Guide): Guide => guide.map(([x, y]) => [-x, y] as const)

function skull(sketch: Sketch, colour: Colour): string {
  const fill = sketch.radial(
    [
      [0, lighter(colour, 0.12)],
      [0.6, colour],
      [1, darker(colour, 0.45)],
    ],
    0.35,
    0.25,
    0.8,
  )
  return ellipse(0, -62, 126, 132, fill)
}

/** Long or chin-length hair with a parting; `endY` is where it ends. */
function parted(sketch: Sketch, colour: Colour, endY: number, wave: number, name: string): Hair {
  const part = between(sketch.random, -45, 20)
  const fall = endY - 60
  const flare = endY > 200 ? 1 : 0.35
  const outer = (root: number): Guide => [
    [root, -182],
    [-78, -186],
    [-126, -118],
    [-132, -20],
    [-138 - 12 * flare - wave, 60 + fall * 0.3],
    [-146 - 26 * flare + wave, 60 + fall * 0.65],
    [-104 - 30 * flare - wave * 0.5, 60 + fall],
  ]
  const inner = (root: number): Guide => [
    [root + 2, -146],
    [-46, -112],
    [-84, -66],
    [-103, -10],
    [-101 - wave * 0.5, 60 + fall * 0.3],
    [-92 + wave, 60 + fall * 0.65],
    [-94 - 22 * flare - wave * 0.5, 60 + fall * 0.96],
  ]
  const left = { outer: outer(part), inner: inner(part) }
  const right = { outer: mirror(outer(-part)), inner: mirror(inner(-part)) }
  const backWidth = 148 + 30 * flare
  const back = `M-126-60C-150 40 ${-backWidth} ${n(endY * 0.6)} ${n(-backWidth * 0.8)} ${n(endY - 12)}Q0 ${n(endY + 18)} ${n(backWidth * 0.8)} ${n(endY - 12)}C${backWidth} ${n(endY * 0.6)} 150 40 126-60Z`
  return {
    behind: path(back, darker(colour, 0.5)) + skull(sketch, colour),
    front:
      lock(sketch, darker(colour, 0.16), right.outer, right.inner, 0.12) +
      lock(sketch, colour, left.outer, left.inner, 0.26),
    shadow: `${outline(left.outer, left.inner)}${outline(right.outer, right.inner)}`,
    coversEars: true,
    name,
  }
}

/** Hair drawn back from the face, tied in a knot or cut short. */
function sweptBack(sketch: Sketch, colour: Colour, isTied: boolean): Hair {
  const { random } = sketch
  const lift = isTied ? 0 : between(random, 12, 30)
  const part = between(random, -50, -10)
  const outer: Guide = [
    [part, -184 - lift],
    [-74, -184 - lift * 0.7],
    [-122, -116],
    [-122, -52],
    [-112, isTied ? -14 : 22],
  ]
  const inner: Guide = [
    [part + 4, -136],
    [-56, -112],
    [-88, -74],
    [-102, -36],
    [-107, isTied ? -16 : 18],
  ]
  const far: Guide = [
    [part, -184 - lift],
    [70, -192 - lift],
    [124, -122],
    [123, -52],
    [112, isTied ? -14 : 22],
  ]
  const farInner: Guide = [
    [part + 4, -136],
    [44, -122],
    [88, -80],
    [103, -38],
    [107, isTied ? -16 : 18],
  ]
  const knotX = between(random, -16, 24)
  const knotFill = sketch.radial(
    [
      [0, lighter(colour, 0.3)],
      [0.5, colour],
      [1, darker(colour, 0.45)],
    ],
    0.36,
    0.3,
    0.75,
  )
  const knot =
    ellipse(knotX, -224, 66, 56, knotFill) +
    repeat(10, (index) => {
      const tone = index % 2 === 0 ? darker(colour, 0.5) : lighter(colour, 0.35)
      // Strands wind over the knot from side to side, inside its outline.
      const height = -0.8 + index * 0.16
      const reach = 64 * Math.sqrt(1 - height * height)
      const y = -224 + height * 54
      const d = `M${n(knotX - reach)} ${n(y)}Q${n(knotX - 6)} ${n(y - 30 + index * 4)} ${n(knotX + reach)} ${n(y + 4)}`
      return line(d, tone, between(random, 1, 2.2), 'opacity="0.4"')
    })
  const wisps = repeat(3, (index) =>
    line(
      `M-112 ${-40 + index * 9}Q${-128 - index * 5} 12 ${-112 + index * 6} ${58 + index * 12}`,
      index === 1 ? lighter(colour, 0.25) : colour,
      2.4 - index * 0.5,
      'opacity="0.85"',
    ),
  )
  return {
    behind: (isTied ? knot : '') + skull(sketch, colour),
    front:
      lock(sketch, darker(colour, 0.14), far, farInner, 0.14) +
      lock(sketch, colour, outer, inner, 0.28) +
      (isTied ? wisps : ''),
    shadow: `${outline(outer, inner)}${outline(far, farInner)}`,
    coversEars: false,
    name: isTied ? 'hair in a knot' : 'short hair',
  }
}

/** Round curls in a cloud around the head. */
function curly(sketch: Sketch, colour: Colour): Hair {
  const { random } = sketch
  const size = between(random, 1, 1.3)
  const curl = (x: number, y: number, radius: number) => {
    const lit = Math.max(0, Math.min(1, 0.5 - (x + y + 60) / 420))
    const tone = mix(darker(colour, 0.45), lighter(colour, 0.2), lit)
    return (
      ellipse(x, y, radius, radius * 0.95, tone) +
      line(
        `M${n(x - radius * 0.6)} ${n(y + radius * 0.1)}A${n(radius * 0.6)} ${n(radius * 0.6)} 0 0 1 ${n(x + radius * 0.35)} ${n(y - radius * 0.45)}`,
        lighter(tone, 0.3),
        2,
        'opacity="0.5"',
      ) +
      line(
        `M${n(x + radius * 0.55)} ${n(y - radius * 0.1)}A${n(radius * 0.55)} ${n(radius * 0.55)} 0 0 1 ${n(x - radius * 0.3)} ${n(y + radius * 0.5)}`,
        darker(tone, 0.4),
        2,
        'opacity="0.5"',
      )
    )
  }
  const ring = (count: number, reachX: number, reachY: number, low: number, high: number) =>
    repeat(count, (index) => {
      const angle = Math.PI * (0.86 + (1.28 * (index + random() * 0.6)) / count)
      const x = Math.cos(angle) * reachX * between(random, 0.92, 1.05)
      const y = -50 + Math.sin(angle) * reachY * between(random, 0.92, 1.05)
      return curl(x, y, between(random, low, high))
    })
  return {
    behind:
      ellipse(0, -74, 160 * size, 152 * size, darker(colour, 0.5)) +
      ring(34, 168 * size, 172 * size, 26, 38) +
      ring(28, 138 * size, 146 * size, 26, 38) +
      skull(sketch, darker(colour, 0.2)) +
      ring(22, 112, 124, 22, 32),
    front: ring(20, 112, 106, 17, 27) + ring(19, 99, 84, 12, 19),
    shadow: 'M-112-30C-100-90-60-122 0-126C60-122 100-90 112-30V-190H-112Z',
    coversEars: false,
    name: 'curly hair',
  }
}

/** A straight fringe over chin-length hair. */
function fringed(sketch: Sketch, colour: Colour): Hair {
  const base = parted(sketch, colour, between(sketch.random, 120, 330), 0, 'a fringe')
  const top: Guide = [
    [-60, -178],
    [-112, -150],
    [-122, -92],
    [-110, -40],
  ]
  const end: Guide = [
    [60, -178],
    [112, -150],
    [122, -92],
    [110, -40],
  ]
  const edge = 'M-110-40Q0-66 110-40L122-92L112-150Q0-215-112-150L-122-92Z'
  const strands = lock(sketch, colour, top, end, 0.22)
  return {
    ...base,
    front: base.front + path(edge, colour) + `<g${sketch.clip(edge)}>${strands}</g>`,
    shadow: base.shadow + edge,
  }
}

/** One of the hairstyles, in the given colour. */
export function hairFor(sketch: Sketch, colour: Colour, random: Random = sketch.random): Hair {
  const wave = between(random, 0, 20)
  const styles: readonly (() => Hair)[] = [
    () => parted(sketch, colour, between(random, 280, 420), wave, 'long hair'),
    () => parted(sketch, colour, between(random, 110, 170), 0, 'a bob'),
    () => sweptBack(sketch, colour, true),
    () => sweptBack(sketch, colour, false),
    () => curly(sketch, colour),
    () => fringed(sketch, colour),
  ]
  return pick(random, styles)()
}
