/** PNGs as a generator writes them: drawn scenes at 2048 x 2048, each in many variants of light and grain. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import PQueue from 'p-queue'
import sharp from 'sharp'
import { makeSampleLibrary } from '../../sample/library.ts'
import { seededRandom } from '../../sample/random.ts'
import { picturePathsBelow } from './picturePaths.ts'

const EDGE_PX = 2048
const SCENE_SETS = 6

/** Makes them once for all runs on this machine. @returns the folder. */
export async function generatedPictures(count: number): Promise<string> {
  const folder = join(tmpdir(), `setwise-bench-${count}-of-${EDGE_PX}`)
  if (existsSync(folder)) return folder
  console.log(`Making ${count} pictures in ${folder}, once…`)
  const scenes = `${folder}-scenes`
  await makeSampleLibrary({
    folder: scenes,
    setCount: SCENE_SETS,
    seed: 'bench',
    projectCount: 1,
    size: { widthPx: EDGE_PX, heightPx: EDGE_PX },
    layout: 'folders',
  })
  const bases = picturePathsBelow(scenes)
  const making = `${folder}-making`
  await mkdir(making, { recursive: true })
  const queue = new PQueue({ concurrency: availableParallelism() })
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      queue.add(() => variant(bases[index % bases.length] ?? '', making, index)),
    ),
  )
  await rename(making, folder)
  await rm(scenes, { recursive: true })
  return folder
}

async function variant(base: string, folder: string, index: number): Promise<void> {
  const random = seededRandom(`variant/${index}`)
  const grain = {
    create: {
      width: EDGE_PX,
      height: EDGE_PX,
      channels: 3 as const,
      background: '#808080',
      noise: { type: 'gaussian' as const, mean: 128, sigma: 2 + 4 * random() },
    },
  }
  await sharp(base)
    .modulate({ brightness: 0.8 + 0.4 * random(), saturation: 0.7 + 0.6 * random() })
    .composite([{ input: grain, blend: 'soft-light' }])
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .toFile(join(folder, `${String(index).padStart(4, '0')}.png`))
}
