/** A raised hand for the portrait of the preview: its 21 points, and the drawing that lies under them. */
import type { Point } from '../../src/shared/people.ts'

/** The hand is laid out on a canvas of this size; places are told as fractions of it. */
const CANVAS = { widthPx: 832, heightPx: 1216 }

type Place = readonly [number, number]

const WRIST: Place = [640, 1120]
const FINGERS: readonly (readonly Place[])[] = [
  [
    [588, 1086],
    [552, 1044],
    [530, 1006],
    [514, 972],
  ],
  [
    [598, 980],
    [586, 912],
    [580, 868],
    [576, 828],
  ],
  [
    [636, 968],
    [634, 892],
    [634, 842],
    [634, 796],
  ],
  [
    [674, 978],
    [680, 908],
    [684, 862],
    [688, 820],
  ],
  [
    [708, 1000],
    [722, 948],
    [730, 912],
    [738, 880],
  ],
]
const LONG_RING_FINGER: readonly Place[] = [
  [674, 978],
  [686, 878],
  [696, 796],
  [706, 722],
]
const SKIN = '#8d5a3f'
const SHADE = '#6f432d'

function fingers(isOdd: boolean): readonly (readonly Place[])[] {
  return isOdd ? FINGERS.with(3, LONG_RING_FINGER) : FINGERS
}

/** The 21 landmarks. @param isOdd with a ring finger that is too long. */
export function handPoints(isOdd: boolean): readonly Point[] {
  return [WRIST, ...fingers(isOdd).flat()].map(([x, y]) => ({
    x: x / CANVAS.widthPx,
    y: y / CANVAS.heightPx,
  }))
}

/** The hand and its forearm on a transparent ground. */
export function handDrawing(isOdd: boolean, widthPx: number, heightPx: number): string {
  const palm = [WRIST, ...fingers(isOdd).map(([root]) => root ?? WRIST)]
  const line = (places: readonly Place[]): string =>
    `M${places.map((place) => place.join(' ')).join('L')}`
  const limbs = fingers(isOdd).map((finger) => line([...finger]))
  const stroke = (path: string, width: number, colour: string): string =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
  const arm = line([WRIST, [668, 1300]])
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${CANVAS.widthPx} ${CANVAS.heightPx}" preserveAspectRatio="none">
    ${stroke(arm, 92, SKIN)}
    <path d="${line(palm)}Z" fill="${SKIN}" stroke="${SKIN}" stroke-width="40" stroke-linejoin="round"/>
    ${limbs.map((path) => stroke(path, 36, SHADE)).join('')}
    ${limbs.map((path) => stroke(path, 32, SKIN)).join('')}
    ${stroke('M592 1062Q640 1020 700 1034', 3, SHADE)}${stroke('M600 1030Q640 1002 690 1006', 3, SHADE)}
  </svg>`
}
