import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeEmbedding, encodePhash } from '../../core/features/codec.ts'
import type { ContentHash } from '../../shared/domain.ts'
import { PHASH, type ExtractorKey } from '../../shared/features.ts'
import { openTestLibrary } from '../db/testing.ts'
import { createDuplicates } from './duplicates.ts'

const KEY: ExtractorKey = { extractor: 'encoder:e', version: 2 }

let library: Awaited<ReturnType<typeof openTestLibrary>>
let duplicates: ReturnType<typeof createDuplicates>

beforeEach(async () => {
  library = await openTestLibrary(':memory:', 3)
  const { images, features, rootId } = library
  duplicates = createDuplicates({
    images,
    featureRows: features,
    library: { currentRoot: () => ({ rootId, path: '/pictures', positionSetId: null }) },
    embeddingKey: () => Promise.resolve(KEY),
  })
})
afterEach(() => library.database.close())

/** What the extractors found in a file of the test library; its content is its path. */
function see(path: string, phash: string, vector: readonly number[], key = KEY): void {
  const { images, features, rootId } = library
  const row = images.presentImages(rootId).find(({ relativePath }) => relativePath === path)
  if (row === undefined) throw new Error(`The test library has no ${path}`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any text serves as the hash of a test's content
  const hash = path as ContentHash
  images.recordContent(row.imageId, hash, 1, 1)
  features.save(hash, { widthPx: 1, heightPx: 1 }, [
    { key: PHASH, bytes: encodePhash(phash) },
    { key, bytes: encodeEmbedding({ vector: Float32Array.from(vector), map: null }) },
  ])
}

describe('duplicates', () => {
  it('lists copies by hash and variants by embedding', async () => {
    see('alba/0_stage1_generated.png', '00000000000000f0', [1, 0])
    see('alba/0_stage2_upscaled.png', '00000000000000f3', [1, 0.01])
    see('alba/1_stage1_generated.png', 'ffffffffffffffff', [1, 0.4])
    see('alba/1_stage2_upscaled.png', '0123456789abcdef', [0, 1])
    see('alba/2_stage1_generated.png', '0f0f0f0f0f0f0f0f', [0.1, 1])

    expect(await duplicates.find()).toEqual({
      exact: [
        { distance: 2, images: ['alba/0_stage1_generated.png', 'alba/0_stage2_upscaled.png'] },
      ],
      similar: [
        {
          cosine: expect.closeTo(1 / Math.hypot(1, 0.4), 6) as number,
          images: [
            'alba/0_stage1_generated.png',
            'alba/0_stage2_upscaled.png',
            'alba/1_stage1_generated.png',
          ],
        },
        {
          cosine: expect.closeTo(1 / Math.hypot(1, 0.1), 6) as number,
          images: ['alba/1_stage2_upscaled.png', 'alba/2_stage1_generated.png'],
        },
      ],
      images: 6,
      withoutHash: 1,
      withoutEmbedding: 1,
    })
  })

  it('does not list copies once more as variants', async () => {
    see('alba/0_stage1_generated.png', '00000000000000f0', [1, 0])
    see('alba/0_stage2_upscaled.png', '00000000000000f0', [1, 0])
    const { exact, similar } = await duplicates.find()
    expect(exact).toHaveLength(1)
    expect(similar).toEqual([])
  })

  it('takes no embedding of another encoder', async () => {
    const other: ExtractorKey = { extractor: 'encoder:e', version: 1 }
    see('alba/0_stage1_generated.png', '00000000000000f0', [1, 0], other)
    see('alba/0_stage2_upscaled.png', 'ffffffffffffffff', [1, 0], other)
    expect(await duplicates.find()).toMatchObject({ similar: [], withoutEmbedding: 6 })
  })

  it('asks for features first', async () => {
    await expect(duplicates.find()).rejects.toThrow(
      'No picture in /pictures has been looked at yet: run "setwise features" first.',
    )
  })
})
