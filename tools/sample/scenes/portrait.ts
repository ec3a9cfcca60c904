import { between, pick } from '../random.ts'
import { clothes, jewels, sunHat } from './clothes.ts'
import { darker, mix } from './colour.ts'
import { face, skinOf } from './face.ts'
import type { Skin } from './face.ts'
import { DARK_HAIR, HAIR_COLOURS, hairFor } from './hair.ts'
import { countryside } from './land.ts'
import { INTERIORS } from './moods.ts'
import { bokeh, lamplitWall, windowLight } from './rooms.ts'
import { ellipse, group, line, n, path, placed, softEllipse, softLine } from './sketch.ts'
import type { Scene, Sketch } from './sketch.ts'

/** Neck and shoulders below a head around (0, 0). */
const BODY =
  'M-46 84C-44 146-48 182-72 204C-118 224-170 236-210 264C-248 292-262 410-276 900H276C262 410 248 292 210 264C170 236 118 224 72 204C48 182 44 146 46 84Z'

function neckAndShoulders(sketch: Sketch, skin: Skin): string {
  const fill = sketch.linear(
    [
      [0, skin.light],
      [0.4, skin.base],
      [1, skin.shade],
    ],
    0.1,
    0.1,
    0.95,
    0.25,
  )
  return (
    path(BODY, fill) +
    group(
      softEllipse(sketch, 10, 150, 84, 62, skin.shade, 0.95) +
        softLine('M-26 238Q-90 226-170 262M26 238Q90 228 170 264', skin.shade, 7, 0.4) +
        softLine('M-30 232Q-90 219-168 253', skin.light, 6, 0.5) +
        softLine('M-20 250Q-12 200-30 150M18 250Q10 205 30 160', skin.shade, 7, 0.22),
      sketch.clip(BODY),
    )
  )
}

/** A head-and-shoulders portrait in soft light from one side. */
export function portraitScene(sketch: Sketch): Scene {
  const { random, width, height } = sketch
  const interior = pick(random, INTERIORS)
  const skin = skinOf(sketch)
  const colour = pick(random, skin.isDark ? DARK_HAIR : HAIR_COLOURS)
  const hair = hairFor(sketch, colour)
  const isMirrored = random() < 0.5
  const dress = clothes(sketch, interior)
  const hasHat = random() < 0.2 && hair.coversEars
  const brimShadow = hasHat ? 'M-120-200H120V-66Q0-92-120-66Z' : ''
  const ear = (x: number) =>
    ellipse(x, 14, 17, 31, mix(skin.base, skin.shade, 0.3)) +
    line(`M${x} -4q${x > 0 ? 8 : -8} 14 0 32`, skin.shade, 3, 'opacity="0.6"')
  const head =
    (hair.coversEars ? '' : ear(-104) + ear(104)) +
    face(sketch, skin, darker(colour, 0.45), hair.shadow + brimShadow) +
    hair.front +
    (hair.coversEars || random() < 0.4
      ? ''
      : jewels(sketch, pick(random, ['#d9a441', '#cfd3d6', '#6fa8a0']))) +
    (hasHat
      ? sunHat(sketch, pick(random, ['#dfc08a', '#c99a5b', '#efe4cf']), interior.accents[2])
      : '')
  const tilt = between(random, -5, 5)
  const tilted = (content: string) => `<g transform="rotate(${n(tilt)} 0 150)">${content}</g>`
  const person = tilted(hair.behind) + neckAndShoulders(sketch, skin) + dress.markup + tilted(head)
  const scale = height > width ? between(random, 1.42, 1.85) : between(random, 1.12, 1.4)
  const backdrops = [
    () => ({ behind: windowLight(sketch, interior, isMirrored) }),
    () => ({ behind: bokeh(sketch, interior) }),
    () => ({ behind: lamplitWall(sketch, interior, isMirrored) }),
    () => ({ behind: countryside(sketch).behind, behindBlur: 11 }),
  ]
  return {
    ...pick(random, backdrops)(),
    subject: placed(
      person,
      width / 2,
      height * (height > width ? 0.42 : 0.43),
      scale,
      0,
      isMirrored,
    ),
    front: '',
    caption: `portrait of a person with ${hair.name} in ${dress.name}${hasHat ? ' and a sun hat' : ''}`,
  }
}
