import { between, pick, wholeBetween } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import type { Colour } from './colour.ts'
import { INTERIORS } from './moods.ts'
import { lamplitWall, windowLight } from './rooms.ts'
import { ellipse, line, n, path, placed, repeat, softEllipse } from './sketch.ts'
import type { Scene, Sketch } from './sketch.ts'
import { castShadow, fruit, table, vase } from './vessels.ts'

const PETALS: readonly (readonly [Colour, Colour])[] = [
  ['#e8646f', '#f7c3b5'],
  ['#f2b84b', '#fbe6ae'],
  ['#f3ede4', '#d9c6d6'],
  ['#9a6fc0', '#d9c2ec'],
  ['#e58fb0', '#fbdde6'],
  ['#d9532f', '#f4a26a'],
  ['#5f86c9', '#c6d8f2'],
]

/** A leaf pointing right from (0, 0). */
function leaf(sketch: Sketch, colour: Colour, long: number): string {
  const half = long * 0.2
  const fill = sketch.linear(
    [
      [0, lighter(colour, 0.28)],
      [0.5, colour],
      [1, darker(colour, 0.4)],
    ],
    0,
    0,
    0.2,
    1,
  )
  const veins = repeat(5, (index) => {
    const x = long * (0.2 + index * 0.14)
    return line(
      `M${n(x)} 0l${n(long * 0.09)} ${n(-half * 0.5)}M${n(x)} 0l${n(long * 0.09)} ${n(half * 0.5)}`,
      lighter(colour, 0.35),
      1,
      'opacity="0.45"',
    )
  })
  return (
    path(
      `M0 0C${n(long * 0.25)} ${n(-half * 1.5)} ${n(long * 0.7)} ${n(-half * 1.2)} ${n(long)} 0C${n(long * 0.7)} ${n(half * 1.2)} ${n(long * 0.25)} ${n(half * 1.5)} 0 0Z`,
      fill,
    ) +
    line(`M0 0H${n(long * 0.96)}`, lighter(colour, 0.35), 1.6, 'opacity="0.6"') +
    veins
  )
}

/** A flower seen from the front around (0, 0), about `size` in radius. */
function blossom(sketch: Sketch, size: number): string {
  const { random } = sketch
  const [colour, light] = pick(random, PETALS)
  const fill = sketch.radial(
    [
      [0, darker(colour, 0.3)],
      [0.35, colour],
      [1, light],
    ],
    0,
    0.5,
    1,
  )
  const isFull = random() < 0.45
  const rings = isFull ? [1, 0.8, 0.6, 0.42] : [1, 0.72]
  const petals = rings
    .map((reach, ring) => {
      const count = isFull ? 11 - ring * 2 : 9
      const turn = random() * 360
      return repeat(count, (index) => {
        const long = size * reach * between(random, 0.9, 1.05)
        const wide = long * (isFull ? 0.36 : 0.25)
        const angle = turn + (index * 360) / count + between(random, -5, 5)
        const petal =
          path(
            `M0 0C${n(long * 0.3)} ${n(-wide)} ${n(long * 0.85)} ${n(-wide * 1.05)} ${n(long)} 0C${n(long * 0.85)} ${n(wide * 1.05)} ${n(long * 0.3)} ${n(wide)} 0 0Z`,
            fill,
            `stroke="${darker(colour, 0.4)}" stroke-opacity="0.3" stroke-width="1.2"`,
          ) +
          line(`M${n(long * 0.25)} 0H${n(long * 0.8)}`, darker(colour, 0.3), 1.2, 'opacity="0.35"')
        return `<g transform="rotate(${n(angle)})">${petal}</g>`
      })
    })
    .join('')
  const heart = sketch.radial(
    [
      [0, '#f7dc84'],
      [1, '#8a5a1f'],
    ],
    0.4,
    0.35,
    0.7,
  )
  const seeds = repeat(22, () => {
    const angle = random() * Math.PI * 2
    const reach = Math.sqrt(random()) * size * 0.24
    return ellipse(
      Math.cos(angle) * reach,
      Math.sin(angle) * reach,
      2,
      2,
      pick(random, ['#f9e7a8', '#5f3d17']),
    )
  })
  const shade = sketch.radial(
    [
      [0.3, '#1d0f24', 0],
      [1, '#1d0f24', 0.32],
    ],
    0.32,
    0.28,
    0.95,
  )
  return (
    softEllipse(sketch, 5, 8, size * 0.9, size * 0.86, '#160c18', 0.35) +
    petals +
    (isFull ? '' : ellipse(0, 0, size * 0.27, size * 0.25, heart) + seeds) +
    ellipse(0, 0, size * 0.98, size * 0.96, shade, 'opacity="0.8"')
  )
}

/** Stems, leaves and flowers growing out of (0, 0), about 480 wide and 420 high. */
function bouquet(sketch: Sketch, mouthHalfWidth: number): string {
  const { random } = sketch
  const green = pick(random, ['#4f6b3c', '#5d7a52', '#6b7a3a', '#3f5f55'])
  const count = wholeBetween(random, 7, 11)
  const heads = Array.from({ length: count }, (_, index) => {
    const across = count === 1 ? 0 : (index / (count - 1)) * 2 - 1
    const angle = across * 1.1 + between(random, -0.12, 0.12)
    const reach = between(random, 190, 340) * (1 - 0.22 * Math.abs(across))
    return {
      x: Math.sin(angle) * reach,
      y: -Math.cos(angle) * reach - 20,
      root: across * mouthHalfWidth * 0.7,
    }
  })
  const stems = heads
    .map(({ x, y, root }) =>
      line(
        `M${n(root)} 4C${n(root * 1.2)} ${n(y * 0.4)} ${n(x * 0.8)} ${n(y * 0.6)} ${n(x)} ${n(y)}`,
        mix(green, '#1e2a1c', 0.25),
        5,
      ),
    )
    .join('')
  const leaves = repeat(20, () => {
    const angle = between(random, -168, -12)
    const reach = between(random, 24, 170)
    const x = Math.cos((angle * Math.PI) / 180) * reach * 0.9
    const y = Math.sin((angle * Math.PI) / 180) * reach - 10
    const tone = mix(green, pick(random, ['#8fa35f', '#24382b', '#5f7a6a']), random() * 0.6)
    return `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(angle + between(random, -30, 30))})">${leaf(sketch, tone, between(random, 80, 165))}</g>`
  })
  const sprigs = repeat(5, () => {
    const x = between(random, -230, 230)
    const y = between(random, -370, -210)
    const berries = repeat(9, (index) => {
      const along = 0.55 + index * 0.055
      const offset = (index % 2 === 0 ? 9 : -9) * (1.3 - along)
      return ellipse(x * along + offset, y * along, 6, 6, mix(green, '#e9d8b0', 0.6))
    })
    return line(`M0 0Q${n(x * 0.3)} ${n(y * 0.7)} ${n(x)} ${n(y)}`, green, 2.5) + berries
  })
  const blossoms = heads
    .toSorted((first, second) => first.y - second.y)
    .map(({ x, y }) => placed(blossom(sketch, between(random, 52, 84)), x, y, 1, 0))
    .join('')
  return stems + sprigs + leaves + blossoms
}

/** Vases, fruit and flowers on a table in the light of a window. */
export function stillLifeScene(sketch: Sketch): Scene {
  const { random, width, height } = sketch
  const interior = pick(random, INTERIORS)
  const isTall = height > width
  const edgeY = height * (isTall ? between(random, 0.64, 0.7) : between(random, 0.62, 0.68))
  const wall =
    random() < 0.6 ? windowLight(sketch, interior, false) : lamplitWall(sketch, interior, false)
  const hasFlowers = random() < 0.62
  const scale = isTall ? between(random, 1.2, 1.45) : between(random, 0.98, 1.15)
  const footY = edgeY + (height - edgeY) * 0.36
  const centreX = width * between(random, 0.44, 0.52)
  const main = vase(sketch, interior.accents[0], interior.accents[1], between(random, 260, 350))
  const flowers = hasFlowers
    ? placed(bouquet(sketch, main.mouthHalfWidth), 0, main.mouthY, isTall ? 1 : 0.82)
    : ''
  const second = vase(sketch, interior.accents[2], interior.accents[1], between(random, 150, 240))
  const side = random() < 0.5 ? -1 : 1
  const hasSecond = !hasFlowers || random() < 0.35
  const items = Array.from({ length: wholeBetween(random, 3, 5) }, (_, index) => ({
    x:
      centreX +
      ((index % 2 === 0 ? side : -side) * (76 + 46 * index) + between(random, -18, 18)) * scale,
    y: footY + (24 + 30 * ((index * 2) % 3)) * scale,
  }))
    .toSorted((first, next) => first.y - next.y)
    .map(({ x, y }) => placed(fruit(sketch), x, y, scale * between(random, 0.95, 1.15), 0))
    .join('')
  const vessel = placed(castShadow(sketch, 104, 330) + main.markup + flowers, centreX, footY, scale)
  const other = hasSecond
    ? placed(
        castShadow(sketch, 96, 280) + second.markup,
        centreX + side * 235 * scale,
        footY - 22,
        scale * 0.86,
      )
    : ''
  return {
    behind: wall + table(sketch, edgeY, interior.cloth),
    subject: other + vessel + items,
    front: '',
    caption: `still life with ${hasFlowers ? 'flowers in a vase' : 'two vases'} and fruit`,
  }
}
