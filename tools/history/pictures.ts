import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { forEachAtOnce } from '../sample/library.ts'
import { seededRandom } from '../sample/random.ts'
import { withComment } from '../sample/tiny.ts'
import type { HistoryPlan, PastPicture, PastSet } from './past.ts'
import { pictureFile } from './truth.ts'

/** A picture is this many patches of colour, blurred into each other: enough to tell sets apart. */
const PATCHES_ACROSS = 5
const PATCHES_DOWN = 7
/** How much the variants of a set differ, of 255. */
const VARIANT_LEVELS = 30
const CHANNELS = 3
const AT_ONCE = 4

/** Draws every picture of the plan that is there, in its real size, below `folder`. */
export async function writePictures(folder: string, plan: HistoryPlan): Promise<void> {
  for (const set of plan.sets) {
    for (const picture of set.pictures) {
      mkdirSync(dirname(join(folder, pictureFile(picture))), { recursive: true })
    }
  }
  await forEachAtOnce(plan.sets, AT_ONCE, async (set) => {
    for (const picture of set.pictures) {
      if (!picture.isThere) continue
      const file = pictureFile(picture)
      writeFileSync(join(folder, file), withComment(await draw(plan.seed, set, picture), file))
    }
  })
}

function draw(seed: string, set: PastSet, picture: PastPicture): Promise<Buffer> {
  const ofSet = seededRandom(`history/${seed}/picture/${set.project}/${set.setId}`)
  const ofVariant = seededRandom(`history/${seed}/picture/${pictureFile(picture)}`)
  const patches = Uint8Array.from({ length: PATCHES_ACROSS * PATCHES_DOWN * CHANNELS }, () => {
    const level = ofSet() * (255 - VARIANT_LEVELS)
    return level + ofVariant() * VARIANT_LEVELS
  })
  const raw = { width: PATCHES_ACROSS, height: PATCHES_DOWN, channels: CHANNELS } as const
  return sharp(patches, { raw })
    .resize(picture.widthPx, picture.heightPx, { fit: 'fill', kernel: 'cubic' })
    .png({ compressionLevel: 6 })
    .toBuffer()
}
