/** Variants of one picture, told by what an encoder sees; only images near each other in time and name are compared. */
import { fileNameOf, momentOf } from '../sets/fileName.ts'
import { groupByKey } from '../sets/groupByKey.ts'
import { compareNatural } from '../sets/naturalOrder.ts'

/**
 * Images whose embeddings have at least this cosine count as variants of one picture. Measured with
 * efficientnet-lite0-320 on libraries of tools/sample (120 sets each; blur, exposure, warmth, shift, noise):
 *
 * - variants of one photograph: median .91, 95 % above .82; different photographs: 99.9 % below .60, none of
 *   39,060 pairs above .75;
 * - variants of one drawn scene: median .92, 95 % above .85; different scenes, which are of few kinds and so as
 *   alike as two portraits of one character: 99 % below .82, 99.7 % below .85.
 *
 * At .85 that finds 86 % and 94 % of the pairs and takes 0 and 0.3 % of different pictures for variants; at .80
 * it would be 98 % and 100 %, but 1.5 % wrong. Perceptual hashes find 0 and 2 % of the same pairs.
 * Other encoders spread their cosines differently: they need a measurement of their own.
 */
export const LEAST_COSINE = 0.85

/** So far ahead nearest-up looks for the next stage of a picture, too. */
const NEIGHBOURS = 50

/** Later stages are made in the same run, a scene is photographed on the same day. */
const LONGEST_GAP_MS = 24 * 60 * 60 * 1000

export interface DatedImage {
  readonly project: string
  /** Below the root, with forward slashes. */
  readonly relativePath: string
  /** EXIF capture time in milliseconds, read as UTC; null without one, and then the name's counts. */
  readonly takenAtMs: number | null
}

export interface SimilarGroup<Image> {
  /** In order of time and name; two at least. */
  readonly images: readonly Image[]
  /** The least cosine of a member with the first one. */
  readonly cosine: number
}

interface Leader<Image> {
  readonly place: number
  readonly atMs: number | null
  readonly direction: Float32Array
  readonly images: Image[]
  cosine: number
}

/**
 * Groups images around the earliest of them: each image joins the one most like it among the leaders at most 50
 * places and a day before it in its project, or leads a group itself. Every member is like its leader; a chain
 * of small steps from one picture to another does not become one group.
 * @param vectorOf asked once for each image, in order, and not kept for longer than its neighbours need it, so
 *   that a library's embeddings never lie in memory together; null for an image without one, which is left out.
 * @param leastCosine from -1 to 1.
 * @throws RangeError when two vectors differ in length.
 */
export function groupSimilar<Image extends DatedImage>(
  images: readonly Image[],
  vectorOf: (image: Image) => Float32Array | null,
  leastCosine: number = LEAST_COSINE,
): SimilarGroup<Image>[] {
  const projects = [...groupByKey(images, ({ project }) => project)]
  return projects
    .toSorted(([left], [right]) => compareNatural(left, right))
    .flatMap(([, ofProject]) => groupProject(ofProject, vectorOf, leastCosine))
}

function groupProject<Image extends DatedImage>(
  images: readonly Image[],
  vectorOf: (image: Image) => Float32Array | null,
  leastCosine: number,
): SimilarGroup<Image>[] {
  const dated = images.map((image) => ({ image, atMs: timeOf(image) })).toSorted(compareDated)
  const groups: SimilarGroup<Image>[] = []
  const close = ({ images: members, cosine }: Leader<Image>): void => {
    if (members.length >= 2) groups.push({ images: members, cosine })
  }
  let leaders: Leader<Image>[] = []
  for (const [place, { image, atMs }] of dated.entries()) {
    const vector = vectorOf(image)
    if (vector === null) continue
    const isNear = (leader: Leader<Image>): boolean =>
      place - leader.place <= NEIGHBOURS && isWithinGap(leader.atMs, atMs)
    for (const leader of leaders) if (!isNear(leader)) close(leader)
    leaders = leaders.filter(isNear)

    const direction = directionOf(vector)
    const [leader, cosine] = mostLike(leaders, direction)
    if (leader !== null && cosine >= leastCosine) {
      leader.images.push(image)
      leader.cosine = Math.min(leader.cosine, cosine)
    } else {
      leaders.push({ place, atMs, direction, images: [image], cosine: 1 })
    }
  }
  for (const leader of leaders) close(leader)
  return groups
}

function timeOf({ relativePath, takenAtMs }: DatedImage): number | null {
  return takenAtMs ?? momentOf(fileNameOf(relativePath))
}

interface Dated {
  readonly image: DatedImage
  readonly atMs: number | null
}

/** Images with a time first, by time; then those without. Names decide the rest. */
function compareDated(left: Dated, right: Dated): number {
  const byTime =
    left.atMs === null || right.atMs === null
      ? Number(left.atMs === null) - Number(right.atMs === null)
      : left.atMs - right.atMs
  return byTime || compareNatural(left.image.relativePath, right.image.relativePath)
}

/** Of images without a time only their names tell how near they are. */
function isWithinGap(earlierMs: number | null, laterMs: number | null): boolean {
  if (earlierMs === null || laterMs === null) return earlierMs === laterMs
  return laterMs - earlierMs <= LONGEST_GAP_MS
}

function mostLike<Image>(
  leaders: readonly Leader<Image>[],
  direction: Float32Array,
): [Leader<Image> | null, number] {
  let most: Leader<Image> | null = null
  let greatest = -Infinity
  for (const leader of leaders) {
    const cosine = dot(leader.direction, direction)
    if (cosine > greatest) [most, greatest] = [leader, cosine]
  }
  return [most, greatest]
}

/** The vector at length 1; NaN for one of length 0, which is like nothing. */
function directionOf(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  return vector.map((value) => value / length)
}

function dot(left: Float32Array, right: Float32Array): number {
  if (left.length !== right.length) {
    throw new RangeError(`Vectors of ${left.length} and ${right.length} numbers do not compare`)
  }
  let sum = 0
  for (let index = 0; index < left.length; index += 1) {
    sum += (left[index] ?? 0) * (right[index] ?? 0)
  }
  return sum
}
