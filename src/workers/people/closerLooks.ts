/** Where in a picture it is worth looking for hands again, closer. */
import type { HandCandidate } from '../../core/people/distinctHands.ts'
import { boxAround, overlap } from '../../core/people/plane.ts'
import type { Box, ByteMap, Face, Joint, Person, Point } from '../../shared/people.ts'
import { squareAround } from './picture.ts'

/** Who was found in the picture: where it is worth looking closer. */
export interface Present {
  /** The joints of each person. */
  readonly bodies: readonly (readonly Joint[])[]
  readonly faces: readonly Face[]
  readonly person: Person | null
  readonly inPicture: readonly HandCandidate[]
}

/** Lengths in picture heights. Below the least, the wrist's place is not known well enough. */
const LEAST_CROP = 0.12
const CROP_TO_LOWER_ARM = 1.6
/** A hand whose wrist lies this near, in parts of the crop, is the one that belongs here. */
const NEAR = 0.25
const LEAST_VISIBILITY = 0.3

/** Squares around the hands of these bodies, where none is known yet. */
export function wristCrops({ bodies, inPicture }: Present, aspect: number): Box[] {
  return bodies.flatMap((joints) =>
    (['left', 'right'] as const).flatMap((side) => {
      const elbow = joints.find(({ name }) => name === `${side}-elbow`)?.place
      const wrist = joints.find(({ name }) => name === `${side}-wrist`)
      if (elbow === undefined || wrist === undefined || !canBeSeen(wrist)) return []
      const edge = Math.max(LEAST_CROP, CROP_TO_LOWER_ARM * distance(elbow, wrist.place, aspect))
      const isKnown = inPicture.some(
        ({ points: [root] }) =>
          root !== undefined && distance(root, wrist.place, aspect) < NEAR * edge,
      )
      if (isKnown) return []
      return [squareAround(beyond(elbow, wrist.place), Math.min(1, edge), aspect)]
    }),
  )
}

function canBeSeen({ place: { x, y }, visibility }: Joint): boolean {
  return visibility >= LEAST_VISIBILITY && x >= 0 && x <= 1 && y >= 0 && y <= 1
}

/** The hand goes on where the lower arm ends. */
function beyond(elbow: Point, wrist: Point): Point {
  return { x: wrist.x + (wrist.x - elbow.x) / 3, y: wrist.y + (wrist.y - elbow.y) / 3 }
}

function distance(first: Point, second: Point, aspect: number): number {
  return Math.hypot((first.x - second.x) * aspect, first.y - second.y)
}

/** Half of the picture each way, overlapping by half. */
const TILE_STARTS = [0, 0.25, 0.5]
const TILE_EDGE = 0.5
/** Share of a tile that the person covers. */
const LEAST_COVERED = 0.02

/** Tiles on which a person lies, while hands are missing: two to each person who shows. */
export function tilesWorthLooking({ bodies, faces, person }: Present, knownHands: number): Box[] {
  if (person === null || knownHands >= 2 * Math.max(1, bodies.length, faces.length)) return []
  return TILE_STARTS.flatMap((top) =>
    TILE_STARTS.map((left) => ({ left, top, right: left + TILE_EDGE, bottom: top + TILE_EDGE })),
  ).filter((tile) => coveredShare(person.mask, tile) >= LEAST_COVERED)
}

function coveredShare({ columns, rows, values }: ByteMap, tile: Box): number {
  let sum = 0
  let cells = 0
  for (let row = Math.floor(tile.top * rows); row < tile.bottom * rows; row += 1) {
    for (let column = Math.floor(tile.left * columns); column < tile.right * columns; column += 1) {
      sum += values[row * columns + column] ?? 0
      cells += 1
    }
  }
  return sum / 255 / cells
}

/**
 * Close by, the palm detector takes a face for a hand now and then: among 147 hands in 280 photographs, two lay on
 * a face, and shared 0.47 with its box; real hands at a face share up to 0.29.
 */
const SHARED_WITH_FACE = 0.4

/** Whether this find is a face. */
export function isOnFace({ points }: HandCandidate, faces: readonly Face[]): boolean {
  const box = boxAround(points)
  return faces.some((face) => overlap(box, face.box) > SHARED_WITH_FACE)
}
