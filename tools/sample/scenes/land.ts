import { between, pick, wholeBetween } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import { MOODS } from './moods.ts'
import type { Mood } from './moods.ts'
import { ellipse, group, line, n, path, placed, rect, repeat, softEllipse } from './sketch.ts'
import type { Point, Scene, Sketch } from './sketch.ts'
import { clouds, hills, meadow, ridgeAt, sky } from './terrain.ts'

const FLOWERS = [
  ['#e8504a', '#f7d9a8'],
  ['#f2e6f0', '#b98ad6'],
  ['#ffd65c', '#fff3c9'],
  ['#f4f1ea', '#f2a7b5'],
] as const

interface Place {
  readonly mood: Mood
  readonly sun: Point
  readonly behind: string
  /** Where something may stand, as drawn by the nearest ridge. */
  readonly groundYAt: (x: number) => number
}

/** Sky, clouds and hills, with the meadow of the foreground kept apart. */
export function countryside(sketch: Sketch, mood = pick(sketch.random, MOODS)): Place {
  const { random, width, height } = sketch
  const horizonY = height * between(random, 0.5, 0.62)
  const sun = { x: width * between(random, 0.14, 0.86), y: horizonY * between(random, 0.3, 0.8) }
  const behind =
    sky(sketch, mood, horizonY, sun) +
    clouds(sketch, mood, horizonY, mood.isNight ? 2 : wholeBetween(random, 3, 6))
  const land = hills(sketch, mood, horizonY, wholeBetween(random, 4, 6))
  return {
    mood,
    sun,
    behind: behind + land.markup,
    groundYAt: (x) => ridgeAt(land.nearest, x),
  }
}

/** A low light over everything that ties the layers together. */
export function sunlight(sketch: Sketch, mood: Mood, sun: Point): string {
  const glow = sketch.radial(
    [
      [0, mood.sun, mood.isNight ? 0.1 : 0.26],
      [1, mood.sun, 0],
    ],
    sun.x / sketch.width,
    sun.y / sketch.height,
    0.75,
  )
  return rect(0, 0, sketch.width, sketch.height, glow)
}

/** A broad tree, foot at (0, 0), about 420 high, lit from the side of the sun. */
function tree(sketch: Sketch, mood: Mood, isLitFromRight: boolean): string {
  const { random } = sketch
  const leaf = mix(
    pick(random, ['#5d7a35', '#c96f2e', '#8a9a3f', '#d9a03c', '#a33d2f', '#e3a0ad']),
    mood.ground,
    mood.isNight ? 0.6 : 0.18,
  )
  const bark = mix('#4a3427', mood.ground, 0.35)
  const side = isLitFromRight ? 1 : -1
  const trunk =
    path('M-17 6C-9-60-13-120-8-190L9-190C9-120 12-60 22 6Q2 0-17 6Z', bark) +
    line('M-2-150Q-50-200-84-250M2-165Q46-215 92-262M0-190Q2-240-6-300', bark, 9) +
    line(`M${7 * side}-8Q${4 * side}-80 ${5 * side}-170`, lighter(bark, 0.35), 3, 'opacity="0.6"')
  const crown = Array.from({ length: 34 }, () => {
    const angle = random() * Math.PI * 2
    const reach = Math.sqrt(random())
    return { x: Math.cos(angle) * reach * 150, y: -290 + Math.sin(angle) * reach * 105 }
  })
  const tufts = (tone: string, size: number, offset: number) =>
    crown
      .map(({ x, y }) => {
        const radius = size * between(random, 0.75, 1.2)
        return ellipse(x + offset * side, y - Math.abs(offset), radius, radius * 0.85, tone)
      })
      .join('')
  const leaves = (tone: string, count: number, reach: number, offset: number) => {
    let d = ''
    for (let index = 0; index < count; index += 1) {
      const tuft = pick(random, crown)
      const angle = random() * Math.PI * 2
      const away = reach * Math.sqrt(random())
      const x = tuft.x + Math.cos(angle) * away + offset * side
      const y = tuft.y + Math.sin(angle) * away * 0.85 - Math.abs(offset)
      d += `M${n(x)} ${n(y)}q${n(between(random, 3, 8))} ${n(between(random, -6, 2))} ${n(between(random, 6, 13))} ${n(between(random, -3, 6))}q${n(between(random, -8, -3))} ${n(between(random, 1, 6))} ${n(between(random, -13, -6))} ${n(between(random, -3, 3))}Z`
    }
    return path(d, tone)
  }
  return (
    trunk +
    tufts(darker(leaf, 0.45), 44, 0) +
    leaves(darker(leaf, 0.45), 420, 56, 0) +
    leaves(darker(leaf, 0.25), 900, 44, 6) +
    leaves(leaf, 800, 36, 16) +
    leaves(lighter(mix(leaf, mood.sun, 0.3), 0.06), 520, 28, 26) +
    leaves(lighter(mix(leaf, mood.sun, 0.5), 0.2), 170, 22, 34)
  )
}

/** A small house with lit windows, foot at (0, 0), about 190 wide. */
function cabin(sketch: Sketch, mood: Mood, isLitFromRight: boolean): string {
  const { random } = sketch
  const wall = mix(pick(random, ['#a04b35', '#8a6a48', '#d9d0c0', '#6f7f86']), mood.ground, 0.25)
  const roof = mix(pick(random, ['#4a3a3f', '#7a3f35', '#39485a']), mood.ground, 0.2)
  const light = mood.isNight || mood.name.includes('dusk') ? '#ffd27a' : lighter(mood.haze, 0.4)
  const boards = repeat(9, (index) => line(`M-86 ${-8 - index * 9}H36`, darker(wall, 0.25), 1))
  const house =
    path('M-90 4V-88H40V4Z', wall) +
    boards +
    path('M40 4V-88L65-136L92-88V4Z', isLitFromRight ? lighter(wall, 0.14) : darker(wall, 0.3)) +
    path('M-104-84L-78-142H66L40-84Z', roof) +
    path('M66-146L36-82L46-82L66-126L90-84L102-84Z', lighter(roof, 0.1)) +
    repeat(6, (index) =>
      line(`M${-100 + index * 4.4} ${-92 - index * 9}H${44 + index * 4}`, darker(roof, 0.3), 1),
    ) +
    rect(-52, -176, 20, 44, darker(wall, 0.2)) +
    rect(-55, -180, 26, 8, darker(wall, 0.4))
  const glow = sketch.radial([
    [0, light, 0.7],
    [1, light, 0],
  ])
  const pane = (x: number, width: number, height: number) =>
    rect(x, -62, width, height, light) +
    line(`M${x + width / 2} -62v${height}M${x} ${-62 + height / 2}h${width}`, roof, 2) +
    rect(x, -62, width, height, 'none', `stroke="${lighter(wall, 0.4)}" stroke-width="3"`)
  const smoke = repeat(7, (index) => {
    const tone = lighter(mood.haze, 0.4)
    const [x, y] = [-42 + index * index * 2, -194 - index * 21]
    return softEllipse(sketch, x, y, 9 + index * 5, 8 + index * 4, tone, 0.4 - index * 0.05)
  })
  return (
    smoke +
    ellipse(0, 2, 125, 12, darker(mood.ground, 0.4), 'opacity="0.6"') +
    house +
    pane(-70, 32, 32) +
    pane(-22, 32, 32) +
    rect(56, -56, 22, 60, darker(roof, 0.2)) +
    ellipse(-30, -40, 95, 70, glow)
  )
}

/** A hot-air balloon centred on (0, 0), 330 wide and 480 high. */
function balloon(sketch: Sketch, mood: Mood, isLitFromRight: boolean): string {
  const { random } = sketch
  const [first, second, third] = pick(random, [
    ['#d8453b', '#f6e3bd', '#f0a63c'],
    ['#2f6f8f', '#f3ead7', '#e9a13b'],
    ['#7b3f7d', '#f2c6a5', '#e86a5c'],
    ['#3f7d5a', '#f5e9c9', '#d9603b'],
    ['#c84f6f', '#fbe2d2', '#5a5f9e'],
  ] as const)
  const body =
    'M0-240C112-240 168-160 164-78C160 12 74 92 34 150H-34C-74 92-160 12-164-78C-168-160-112-240 0-240Z'
  const gores = [1, 0.82, 0.6, 0.36, 0.13]
  const colours = [first, second, first, second, first]
  const stripes = gores
    .map((share, index) =>
      group(path(body, colours[index] ?? first), `transform="scale(${share} 1)"`),
    )
    .join('')
  const seams = gores
    .map((share) =>
      group(line(body, darker(first, 0.4), 1.2, 'opacity="0.35"'), `transform="scale(${share} 1)"`),
    )
    .join('')
  const band =
    path('M-163-100Q0-52 163-100V-62Q0-12-162-62Z', third) +
    repeat(13, (index) => {
      const x = (index - 6) / 6.5
      return ellipse(x * 158, -58 - x * x * 24, 8 * Math.sqrt(1.05 - x * x), 9, second)
    })
  const shade = sketch.radial(
    [
      [0, '#fff6df', 0.5],
      [0.35, '#fff6df', 0.08],
      [0.62, '#1b1028', 0.1],
      [1, '#1b1028', 0.62],
    ],
    isLitFromRight ? 0.68 : 0.32,
    0.3,
    0.8,
  )
  const basket =
    line('M-32 150L-24 214M32 150L24 214M-11 150L-9 214M11 150L9 214', darker(first, 0.6), 2) +
    path('M-27 212H27L22 250Q0 256-22 250Z', '#7a5230') +
    repeat(4, (index) => line(`M-26 ${219 + index * 8}H26`, '#5b3b20', 2)) +
    rect(-30, 208, 60, 7, '#4a2f1c', 'rx="3"') +
    ellipse(-9, 198, 6, 7, '#2c2026') +
    ellipse(9, 200, 6, 7, '#3a2a22')
  const glow = sketch.radial([
    [0, '#ffdf8f', mood.isNight ? 0.9 : 0.35],
    [1, '#ffdf8f', 0],
  ])
  return (
    group(stripes + band + seams, sketch.clip(body)) +
    path(body, shade) +
    group(ellipse(0, 80, 130, 130, glow), sketch.clip(body)) +
    path('M-34 150H34L30 160H-30Z', darker(third, 0.2)) +
    basket
  )
}

/** A lone tree or a house in the hills. */
export function hillScene(sketch: Sketch): Scene {
  const { random, width, height } = sketch
  const { mood, sun, behind, groundYAt } = countryside(sketch)
  const x = width * between(random, 0.42, 0.58)
  const isTree = random() < 0.6
  const y = Math.min(groundYAt(x) + height * 0.06, height * 0.84)
  const scale = isTree ? between(random, 1.05, 1.5) : between(random, 1.3, 1.9)
  const isLitFromRight = sun.x > x
  const thing = isTree ? tree(sketch, mood, isLitFromRight) : cabin(sketch, mood, isLitFromRight)
  const shadow = softEllipse(
    sketch,
    x + (isLitFromRight ? -60 : 60) * scale,
    y + 8,
    150 * scale,
    16 * scale,
    darker(mood.ground, 0.5),
    0.7,
  )
  const flowers = random() < 0.5 && !mood.isNight ? pick(random, FLOWERS) : []
  return {
    behind,
    subject: shadow + placed(thing, x, y, scale, 0, !isTree && isLitFromRight),
    front:
      meadow(sketch, y + 12, mix(mood.ground, '#6f7f35', 0.2), mood.sun, flowers) +
      sunlight(sketch, mood, sun),
    caption: `${isTree ? 'a lone tree' : 'a cabin'} in the hills, ${mood.name}`,
  }
}

/** Hot-air balloons over the hills. */
export function balloonScene(sketch: Sketch): Scene {
  const { random, width, height } = sketch
  const { mood, sun, behind, groundYAt } = countryside(sketch)
  const x = width * between(random, 0.44, 0.56)
  const y = height * between(random, 0.36, 0.44)
  const isLitFromRight = sun.x > x
  const others = repeat(wholeBetween(random, 2, 4), (index) => {
    const side = index % 2 === 0 ? between(random, 0.06, 0.24) : between(random, 0.76, 0.94)
    const distant = balloon(sketch, mood, isLitFromRight)
    const scale = between(random, 0.16, 0.34)
    return group(
      placed(distant, side * width, height * between(random, 0.16, 0.52), scale),
      'opacity="0.88"',
    )
  })
  return {
    behind: behind + others,
    subject: placed(
      balloon(sketch, mood, isLitFromRight),
      x,
      y,
      between(random, 0.95, 1.25) * (height > width ? 1.15 : 1),
      between(random, -5, 5),
    ),
    front:
      meadow(sketch, Math.max(groundYAt(x), height * 0.84), mood.ground, mood.sun, []) +
      sunlight(sketch, mood, sun),
    caption: `hot-air balloons over the valley, ${mood.name}`,
  }
}
