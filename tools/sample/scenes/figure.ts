import { between, pick } from '../random.ts'
import { darker, mix } from './colour.ts'
import { countryside, sunlight } from './land.ts'
import { person } from './person.ts'
import { seascape } from './sea.ts'
import { placed, softEllipse } from './sketch.ts'
import type { Scene, Sketch } from './sketch.ts'
import { ground, meadow, ridge } from './terrain.ts'

/** Someone looking out over the hills or the sea. */
export function figureScene(sketch: Sketch): Scene {
  const { random, width, height } = sketch
  const isSea = random() < 0.4
  const place = isSea ? seascape(sketch) : countryside(sketch)
  const { mood, sun } = place
  const figure = person(sketch)
  const x = width * between(random, 0.44, 0.56)
  const scale = (height > width ? between(random, 1.45, 1.9) : between(random, 1.15, 1.4)) * 0.98
  const footY = height * (height > width ? 0.89 : 0.92)
  const isMirrored = sun.x > x
  const sand = mix('#d9b98a', mood.ground, mood.isNight ? 0.7 : 0.3)
  const shore = isSea
    ? ground(sketch, ridge(sketch, footY - 70, 12, 0.4), sand, darker(sand, 0.3))
    : ground(
        sketch,
        ridge(sketch, footY - 50, 16, 0.4),
        mix(mood.ground, mood.haze, 0.08),
        darker(mood.ground, 0.2),
      )
  const shadow = softEllipse(
    sketch,
    x + (isMirrored ? -70 : 70) * scale,
    footY,
    130 * scale,
    11 * scale,
    '#120c1a',
    0.5,
  )
  const flowers =
    isSea || mood.isNight
      ? []
      : pick(random, [['#f4ead6', '#e8a0a8'], ['#f2c14b', '#fff0c4'], ['#b592d8', '#f3e9f6'], []])
  const front = isSea
    ? ''
    : meadow(sketch, footY - 18, mix(mood.ground, '#6f7f35', 0.25), mood.sun, flowers)
  return {
    behind: place.behind + shore,
    subject: shadow + placed(figure.markup, x, footY, scale, 0, isMirrored),
    front: front + sunlight(sketch, mood, sun),
    caption: `${figure.name} looking over ${isSea ? 'the sea' : 'the hills'}, ${mood.name}`,
  }
}
