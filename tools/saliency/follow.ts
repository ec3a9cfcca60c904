/**
 * How far the centre of a map follows its subject from one variant of a set to the next: 1 is all the way.
 * Usage: node tools/saliency/follow.ts [SCENES]
 */
import { resolve } from 'node:path'
import { meanWithInterval } from '../../src/core/evaluation/bootstrap.ts'
import { centreOf } from '../../src/core/features/subject.ts'
import { createRandom } from '../../src/core/training/random.ts'
import { loadEncoder } from '../../src/workers/vision/encoder.ts'
import { measurePicture } from '../../src/workers/vision/technical.ts'
import { composeScene } from '../sample/degrade.ts'
import { seededRandom } from '../sample/random.ts'
import { renderScene } from '../sample/scenes/render.ts'
import { KINDS } from './truth.ts'

/** Of the width, to either side: what the sample library shifts at most. */
const SHIFT = 0.08
const [widthPx, heightPx] = [608, 416]

const scenes = Number(process.argv[2] ?? '40')
const encoder = await loadEncoder(resolve('resources/models/efficientnet-lite0-320'))
const followed = new Map<string, number[]>([
  ['saliency', []],
  ['map of the encoder', []],
])
for (let index = 0; index < scenes; index += 1) {
  const kind = KINDS[index % KINDS.length] ?? 'portrait'
  const layers = await renderScene(kind, `follow/${index}`, widthPx, heightPx, SHIFT)
  const centresAt = async (shift: number) => {
    const rgb = Buffer.from(composeScene(layers, shift, seededRandom('grain')))
    const { saliency } = await measurePicture({ rgb, widthPx, heightPx })
    const { map } = await encoder.embed({ rgb, widthPx, heightPx })
    if (map === null) throw new Error('This encoder has no map')
    return { saliency: saliency.centre.x, encoder: centreOf(map).x }
  }
  const [left, right] = [await centresAt(-SHIFT), await centresAt(SHIFT)]
  followed.get('saliency')?.push((right.saliency - left.saliency) / (2 * SHIFT))
  followed.get('map of the encoder')?.push((right.encoder - left.encoder) / (2 * SHIFT))
}
await encoder.release()
for (const [name, values] of followed) {
  const { share, low, high, n } = meanWithInterval(Float64Array.from(values), createRandom(7))
  console.log(
    `${name}: ${share?.toFixed(2)} (${low?.toFixed(2)}-${high?.toFixed(2)}), least ${Math.min(...values).toFixed(2)}, n = ${n}`,
  )
}
