/** Memory over very many images: it must not grow with their number. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeTinyLibrary } from '../../sample/tiny.ts'
import { memoryOfAll } from './memory.ts'
import { openServices, QUIET } from './services.ts'

const SAMPLES = 20
/** Of the tiny library, roughly. */
const IMAGES_PER_SET = 2.8

export async function measureFlatness(images: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-bench-flat-'))
  const pictures = join(folder, 'pictures')
  await writeTinyLibrary(pictures, Math.round(images / IMAGES_PER_SET), 'flat')
  const services = openServices(join(folder, 'library'))
  try {
    await services.library.choose(pictures)
    const { images: found } = await services.library.scan(QUIET)
    console.log(`\nmemory over ${found} images of 64 x 96 px, MB (main / worker):`)
    let next = 0
    await services.features.run({
      ...QUIET,
      onProgress: ({ done }) => {
        if (done < next) return
        next += found / SAMPLES
        const [main, worker] = memoryOfAll()
        console.log(
          `  ${String(done).padStart(6)}: ${main?.residentMb ?? '?'} / ${worker?.residentMb ?? '?'}`,
        )
      },
    })
  } finally {
    await services.close()
    rmSync(folder, { recursive: true })
  }
}
