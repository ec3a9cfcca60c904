import { between, pick, wholeBetween } from '../random.ts'
import { darker, lighter, mix } from './colour.ts'
import { MOODS } from './moods.ts'
import type { Mood } from './moods.ts'
import { sunlight } from './land.ts'
import { curve, ellipse, group, line, n, path, placed, rect, repeat } from './sketch.ts'
import type { Point, Scene, Sketch } from './sketch.ts'
import { clouds, ground, ridge, sky } from './terrain.ts'

/** Open water under a sky: answers what lies behind a subject, and where the horizon is. */
export function seascape(sketch: Sketch): {
  behind: string
  mood: Mood
  horizonY: number
  sun: Point
} {
  const { random, width, height } = sketch
  const mood = pick(random, MOODS)
  const horizonY = height * between(random, 0.5, 0.6)
  const sun = { x: width * between(random, 0.2, 0.8), y: horizonY * between(random, 0.45, 0.88) }
  const deep = mix(mood.skyTop, mood.ground, 0.45)
  const water = sketch.linear([
    [0, mix(mood.skyHorizon, mood.skyTop, 0.25)],
    [0.22, mix(mood.skyMiddle, deep, 0.45)],
    [1, darker(deep, 0.25)],
  ])
  const coast = repeat(2, (index) => {
    const points = ridge(sketch, horizonY - 4 + index * 6, 40 - index * 14, 0.5).map((point) => ({
      x: point.x,
      y: Math.min(point.y - 6, horizonY + 2),
    }))
    const tone = mix(mood.haze, mood.ground, 0.22 + index * 0.2)
    return ground(sketch, points, tone, tone)
  })
  const reach = height - horizonY
  const waves = repeat(300, () => {
    const depth = random() ** 1.6
    const y = horizonY + 3 + depth * reach
    const long = (14 + depth * 110) * between(random, 0.5, 1.2)
    const x = random() * width
    const tone = random() < 0.5 ? lighter(mix(deep, mood.skyMiddle, 0.6), 0.25) : darker(deep, 0.35)
    return line(
      `M${n(x)} ${n(y)}q${n(long * 0.25)} ${n(-1.5 - depth * 5)} ${n(long * 0.5)} 0t${n(long * 0.5)} 0`,
      tone,
      0.8 + depth * 2.6,
      'opacity="0.4"',
    )
  })
  const glitter = repeat(230, () => {
    const depth = random() ** 1.3
    const y = horizonY + 2 + depth * reach * 0.95
    const spread = 22 + depth * 150
    const x = sun.x + (random() + random() + random() - 1.5) * spread * 1.3
    const long = (5 + depth * 34) * between(random, 0.4, 1.2)
    return line(
      `M${n(x - long)} ${n(y)}H${n(x + long)}`,
      lighter(mood.sun, 0.3),
      1 + depth * 3.2,
      `opacity="${n(between(random, 0.35, 0.95) * (1 - depth * 0.5))}"`,
    )
  })
  return {
    mood,
    horizonY,
    sun,
    behind:
      sky(sketch, mood, horizonY, sun) +
      clouds(sketch, mood, horizonY, mood.isNight ? 2 : wholeBetween(random, 3, 6)) +
      coast +
      rect(0, horizonY, width, reach + 10, water) +
      waves +
      glitter,
  }
}

/** A sailing boat, its waterline at (0, 0), about 330 wide and 420 high. */
function boat(sketch: Sketch, mood: Mood, isLitFromRight: boolean): string {
  const { random } = sketch
  const [hull, sail, stripe] = pick(random, [
    ['#a63d32', '#f7ecd8', '#2f4f6b'],
    ['#f1ebe0', '#c9553c', '#f6e2b8'],
    ['#2f4f6b', '#fbf4e6', '#d9873b'],
    ['#6b4328', '#efc98a', '#9c3f35'],
    ['#23404a', '#f3dccb', '#4f9a98'],
  ] as const)
  const tint = (colour: string) => mix(colour, mood.haze, mood.isNight ? 0.45 : 0.16)
  const cloth = sketch.linear(
    [
      [0, lighter(tint(sail), 0.3)],
      [0.55, tint(sail)],
      [1, darker(tint(sail), 0.38)],
    ],
    isLitFromRight ? 1 : 0,
    0.1,
    isLitFromRight ? 0 : 1,
    0.3,
  )
  const wood = sketch.linear([
    [0, lighter(tint(hull), 0.16)],
    [1, darker(tint(hull), 0.5)],
  ])
  const main = 'M6-392C70-300 118-170 128-66Q66-50 8-58Z'
  const jib = 'M-6-366C-46-262-104-150-146-70Q-74-52-8-60Z'
  const seams = repeat(5, (index) => {
    const y = -330 + index * 54
    return line(
      `M6 ${y}Q${n(40 + index * 16)} ${y + 14} ${n(56 + index * 17)} ${y + 4}`,
      darker(tint(sail), 0.35),
      1.4,
      'opacity="0.5"',
    )
  })
  return (
    line('M0-408V-40', tint('#5a3d28'), 6) +
    path(main, cloth) +
    group(path('M0-190Q70-170 140-186V-150Q70-134 0-152Z', tint(stripe)), sketch.clip(main)) +
    seams +
    path(jib, cloth, 'opacity="0.96"') +
    line('M0-400L-158-52M2-400L134-56', darker(tint(hull), 0.4), 1.6) +
    line('M2-56L132-62', tint('#5a3d28'), 5) +
    path('M-170-44Q-90-30 0-32Q90-32 152-46C146-18 128 2 104 8H-116C-144 2-162-18-170-44Z', wood) +
    line('M-168-40Q-90-25 0-27Q90-27 150-41', lighter(tint(sail), 0.2), 5) +
    ellipse(60, -62, 9, 10, tint('#e2b48f')) +
    path('M46-34C46-56 74-56 74-34Z', tint(stripe)) +
    path('M0-408L44-420L0-432Z', tint(stripe))
  )
}

/** A lighthouse on its rock, waterline at (0, 0), about 520 wide and 560 high. */
function lighthouse(sketch: Sketch, mood: Mood, isLitFromRight: boolean): string {
  const { random } = sketch
  const tint = (colour: string) => mix(colour, mood.haze, mood.isNight ? 0.4 : 0.14)
  const red = tint(pick(random, ['#c23f35', '#2f5f8f', '#3f4650', '#c9792f']))
  const white = tint('#f6f0e6')
  const tower = 'M-52-120L-34-430H34L52-120Z'
  const round = sketch.linear(
    [
      [0, '#fff8ea', 0.4],
      [0.4, '#fff8ea', 0],
      [0.6, '#120c1f', 0.14],
      [1, '#120c1f', 0.55],
    ],
    isLitFromRight ? 1 : 0,
    0,
    isLitFromRight ? 0 : 1,
    0,
  )
  const rockTone = mix(mood.ground, '#5a4d4a', 0.35)
  const rockTop = Array.from({ length: 13 }, (_, index) => {
    const across = (index - 6) / 6
    return { x: across * 270, y: -125 * (1 - Math.abs(across) ** 1.8) + between(random, -12, 12) }
  })
  const rock = `${curve(rockTop)}L270 14Q0 34-270 14Z`
  const cracks = repeat(40, () => {
    const x = between(random, -230, 230)
    const y = -between(random, 0, 105) * (1 - Math.abs(x / 260) ** 1.8)
    const tone = random() < 0.5 ? lighter(rockTone, 0.4) : darker(rockTone, 0.5)
    return line(
      `M${n(x)} ${n(y)}l${n(between(random, -14, 14))} ${n(between(random, 8, 34))}`,
      tone,
      between(random, 1.5, 5),
      'opacity="0.5"',
    )
  })
  const beam = sketch.linear(
    [
      [0, '#fff1c4', mood.isNight ? 0.8 : 0.4],
      [1, '#fff1c4', 0],
    ],
    0,
    0,
    1,
    0,
  )
  const halo = sketch.radial([
    [0, '#fff4cf', 0.95],
    [0.25, '#ffe9ad', 0.45],
    [1, '#ffe9ad', 0],
  ])
  return (
    path('M10-462L900-640V-380Z', beam) +
    path(tower, white) +
    group(
      repeat(3, (index) => rect(-60, -400 + index * 110, 120, 55, red)),
      sketch.clip(tower),
    ) +
    path(tower, round) +
    repeat(3, (index) => rect(-6, -390 + index * 90, 12, 22, darker(red, 0.6), 'rx="5"')) +
    rect(-46, -442, 92, 14, darker(white, 0.35), 'rx="3"') +
    repeat(8, (index) => line(`M${-42 + index * 12} -442v-16`, darker(white, 0.5), 2)) +
    rect(-24, -486, 48, 46, '#fff0bd') +
    line('M-24-486V-440M-8-486V-440M8-486V-440M24-486V-440', darker(red, 0.5), 3) +
    path('M-32-484Q0-540 32-484Z', red) +
    line('M0-512V-536', darker(red, 0.4), 4) +
    ellipse(0, -464, 130, 130, halo) +
    rect(70, -158, 74, 48, white) +
    path('M62-156L107-196L152-156Z', red) +
    rect(100, -142, 16, 30, darker(red, 0.5)) +
    path(
      rock,
      sketch.linear([
        [0, lighter(rockTone, 0.2)],
        [1, darker(rockTone, 0.5)],
      ]),
    ) +
    group(cracks, sketch.clip(rock)) +
    line('M-276 16Q-130 34 0 30T276 14', lighter(mood.cloud, 0.6), 5, 'opacity="0.7"')
  )
}

/** A boat under sail, or a lighthouse on a rock. */
export function seaScene(sketch: Sketch): Scene {
  const { random, width, height } = sketch
  const { behind, mood, horizonY, sun } = seascape(sketch)
  const isBoat = random() < 0.6
  const x = width * between(random, 0.44, 0.56)
  const y = horizonY + (height - horizonY) * between(random, 0.2, 0.34)
  const scale = isBoat ? between(random, 0.95, 1.35) : between(random, 0.8, 1.05)
  const isLitFromRight = sun.x > x
  const thing = isBoat
    ? boat(sketch, mood, isLitFromRight)
    : lighthouse(sketch, mood, isLitFromRight)
  const reflection = `<g transform="translate(${n(x)} ${n(y + 8)}) scale(${n(scale)} ${n(-scale * 0.55)})" opacity="0.3"${sketch.blur(4)}>${thing}</g>`
  const ripples = repeat(26, (index) => {
    const along = index / 26
    const half = (isBoat ? 150 : 240) * scale * (1 - along * 0.5) * between(random, 0.5, 1)
    const rippleX = x + between(random, -40, 40)
    const rippleY = y + 8 + along * 210 * scale
    return line(
      `M${n(rippleX - half)} ${n(rippleY)}Q${n(rippleX)} ${n(rippleY + 4)} ${n(rippleX + half)} ${n(rippleY)}`,
      lighter(mix(mood.skyMiddle, mood.haze, 0.5), 0.2),
      2,
      `opacity="${n(0.34 - along * 0.22)}"`,
    )
  })
  const gulls = repeat(wholeBetween(random, 3, 7), () => {
    const size = between(random, 9, 22)
    const gullX = width * between(random, 0.08, 0.92)
    const gullY = horizonY * between(random, 0.2, 0.75)
    return line(
      `M${n(gullX - size)} ${n(gullY)}q${n(size * 0.5)} ${n(-size * 0.55)} ${n(size)} 0q${n(size * 0.5)} ${n(-size * 0.55)} ${n(size)} 0`,
      darker(mood.ground, 0.2),
      2.4,
      'opacity="0.75"',
    )
  })
  return {
    behind: behind + gulls,
    subject: reflection + placed(thing, x, y, scale, isBoat ? between(random, -3, 3) : 0) + ripples,
    front: sunlight(sketch, mood, sun),
    caption: `${isBoat ? 'a sailing boat' : 'a lighthouse'} at sea, ${mood.name}`,
  }
}
