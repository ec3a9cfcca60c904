/**
 * Which way to a map of what stands out is best: prints the table of docs/decisions/007-saliency.md.
 * Usage: node tools/saliency/measure.ts PHOTOGRAPHS_FOLDER BOXES_JSON [SCENES]
 * BOXES_JSON: [{"file": "a.jpg", "kind": "object" or "person", "left": 0.1, "top": 0, "right": 0.6, "bottom": 1}]
 */
import { resolve } from 'node:path'
import { meanWithInterval } from '../../src/core/evaluation/bootstrap.ts'
import { centreOf } from '../../src/core/features/subject.ts'
import { boxOf } from '../../src/core/saliency/saliency.ts'
import { createRandom } from '../../src/core/training/random.ts'
import type { Box, ByteMap } from '../../src/shared/people.ts'
import { loadEncoder } from '../../src/workers/vision/encoder.ts'
import { methods } from './methods.ts'
import { photographCases, sceneCases, SIDE, type Case } from './truth.ts'

const MEASURES = ['AUC', 'NSS', 'box IoU', 'centre off'] as const
type Measure = (typeof MEASURES)[number]
const GROUPS = ['scene', 'object', 'person'] as const

const [photographsFolder, boxesPath, scenes = '80'] = process.argv.slice(2)
if (photographsFolder === undefined || boxesPath === undefined) {
  throw new Error('usage: node tools/saliency/measure.ts PHOTOGRAPHS_FOLDER BOXES_JSON [SCENES]')
}
const encoder = await loadEncoder(resolve('resources/models/efficientnet-lite0-320'))
/** One number per picture, under method, group and measure. */
const numbers = new Map<string, number[]>()
const ways = methods(encoder)
for await (const picture of allCases(photographsFolder, boxesPath, Number(scenes))) {
  for (const [name, method] of ways) {
    const judged = judge(await method(picture), picture.mask)
    for (const measure of MEASURES) {
      const key = `${name}/${picture.group}/${measure}`
      numbers.set(key, [...(numbers.get(key) ?? []), judged[measure]])
    }
  }
}
await encoder.release()
for (const group of GROUPS) {
  const n = numbers.get(`${[...ways.keys()][0]}/${group}/AUC`)?.length ?? 0
  console.log(
    `\n| ${group}, n = ${n} | ${MEASURES.join(' | ')} |\n|---|${'---|'.repeat(MEASURES.length)}`,
  )
  for (const name of ways.keys()) {
    const columns = MEASURES.map((measure) => estimate(numbers.get(`${name}/${group}/${measure}`)))
    console.log(`| ${name} | ${columns.join(' | ')} |`)
  }
}

async function* allCases(folder: string, boxes: string, count: number): AsyncGenerator<Case> {
  yield* sceneCases(count)
  yield* photographCases(folder, boxes)
}

function estimate(values: readonly number[] | undefined): string {
  const { share, low, high } = meanWithInterval(Float64Array.from(values ?? []), createRandom(7))
  if (share === null || low === null || high === null) return 'none'
  return `${share.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`
}

/** A map against the share of each cell that belongs to the subject. */
function judge(map: Float64Array, mask: Float64Array): Record<Measure, number> {
  const found = bytesOf(map)
  const truth = bytesOf(mask)
  const [here, there] = [centreOf(found), centreOf(truth)]
  return {
    AUC: areaUnderCurve(map, mask),
    NSS: standardisedInside(map, mask),
    'box IoU': overlap(boxOf(found), boxAround(mask)),
    'centre off': Math.hypot(here.x - there.x, here.y - there.y),
  }
}

/** Chance that a place of the subject has a greater value than one beside it; ties count half. */
function areaUnderCurve(map: Float64Array, mask: Float64Array): number {
  const order = Array.from(map.keys()).toSorted((a, b) => (map[a] ?? 0) - (map[b] ?? 0))
  let [won, inside, outside] = [0, 0, 0]
  for (let start = 0, end = 0; start < order.length; start = end) {
    let [tiedInside, tiedOutside] = [0, 0]
    const value = map[order[start] ?? 0]
    while (end < order.length && map[order[end] ?? 0] === value) {
      const share = mask[order[end] ?? 0] ?? 0
      tiedInside += share
      tiedOutside += 1 - share
      end += 1
    }
    won += tiedInside * (outside + tiedOutside / 2)
    inside += tiedInside
    outside += tiedOutside
  }
  return won / (inside * outside)
}

/** Normalised scanpath saliency with the subject in place of fixations: its mean value, in standard deviations. */
function standardisedInside(map: Float64Array, mask: Float64Array): number {
  const mean = map.reduce((sum, value) => sum + value, 0) / map.length
  const deviation = Math.sqrt(map.reduce((sum, value) => sum + (value - mean) ** 2, 0) / map.length)
  if (deviation === 0) return 0
  const inside = mask.reduce((sum, share) => sum + share, 0)
  return (
    map.reduce((sum, value, cell) => sum + (value - mean) * (mask[cell] ?? 0), 0) /
    inside /
    deviation
  )
}

/** Around the cells that the subject covers by more than half, or by the most where none is. */
function boxAround(mask: Float64Array): Box {
  const least = Math.min(0.5, mask.reduce((most, share) => Math.max(most, share), 0) * 0.99)
  const covered = Array.from(mask.keys()).filter((cell) => (mask[cell] ?? 0) > least)
  const columns = covered.map((cell) => cell % SIDE)
  const rows = covered.map((cell) => Math.floor(cell / SIDE))
  return {
    left: Math.min(...columns) / SIDE,
    top: Math.min(...rows) / SIDE,
    right: (Math.max(...columns) + 1) / SIDE,
    bottom: (Math.max(...rows) + 1) / SIDE,
  }
}

function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left)
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
  const shared = Math.max(0, width) * Math.max(0, height)
  const area = (box: Box): number => (box.right - box.left) * (box.bottom - box.top)
  return shared / (area(one) + area(other) - shared)
}

/** As the app keeps a map. */
function bytesOf(plane: Float64Array): ByteMap {
  const least = plane.reduce((lowest, value) => Math.min(lowest, value), Infinity)
  const most = plane.reduce((highest, value) => Math.max(highest, value), -Infinity)
  const scale = most > least ? 255 / (most - least) : 0
  const values = Uint8Array.from(plane, (value) => Math.round((value - least) * scale))
  return { columns: SIDE, rows: SIDE, values }
}
