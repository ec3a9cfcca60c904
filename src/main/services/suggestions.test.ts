import { expect, test } from 'vitest'
import type { ImageSet, ModelId } from '../../shared/domain.ts'
import type { EncoderKey, ImageFeatures } from '../../shared/features.ts'
import { TECHNICAL_FEATURES } from '../../shared/features.ts'
import type { RankerCandidate, SetTable } from '../../shared/ranking.ts'
import { openTestLibrary } from '../db/testing.ts'
import type { KnownEncoder } from './features.ts'
import { createSuggestions } from './suggestions.ts'

const OLD = 'old'
const NEW: KnownEncoder = {
  encoderId: 'new',
  encoderVersion: 1,
  featureVersion: 2,
  dimension: 3,
  provider: 'cpu',
}

/** A ranker that learned with the encoder `old`, while `new` is in use; each image has what is asked of `known`. */
async function setUp(candidate: RankerCandidate, known: (encoder: EncoderKey) => boolean) {
  const { sets, testSets, database } = await openTestLibrary(':memory:', 2)
  const warnings: string[] = []
  const tables: SetTable[] = []
  const card = { candidate, encoderId: OLD, encoderVersion: 1, featureVersion: 2 }
  const suggestions = createSuggestions({
    imageFeatures: {
      forRanker: (_imageId: unknown, encoder: EncoderKey): ImageFeatures | null =>
        known(encoder)
          ? {
              embedding: new Float32Array(encoder.encoderId === OLD ? 2 : 3),
              technical: new Float32Array(TECHNICAL_FEATURES.length),
            }
          : null,
      insight: () => {
        throw new Error('not asked')
      },
    },
    features: { encoderKey: () => Promise.resolve(NEW) } as never,
    models: {
      inUse: () => ({
        modelId: 'm' as ModelId,
        ranker: { card: { ...card, embeddingDimension: 2 }, onnx: new Uint8Array(1) },
        lastDecisionId: 0,
      }),
    } as never,
    scoring: {
      request: async (_task: string, { table }: { table: SetTable }) => {
        tables.push(table)
        return { probability: new Float32Array(table.stage.length).fill(0.5) }
      },
    } as never,
    warn: (sentence) => warnings.push(sentence),
  })
  const all: ImageSet[] = testSets.map(({ setId }) => sets.load(setId)!)
  database.close()
  return { suggestions, all, warnings, tables }
}

test('a ranker of another encoder suggests where that one has embedded, and says why nowhere else', async () => {
  const there = await setUp('linear-all', ({ encoderId }) => encoderId === OLD)
  expect(await there.suggestions.forSets(there.all)).not.toContain(null)
  expect(there.warnings).toEqual([])

  const gone = await setUp('linear-all', ({ encoderId }) => encoderId === 'new')
  expect(await gone.suggestions.forSets(gone.all)).toEqual([null, null])
  expect(gone.warnings).toEqual([expect.stringMatching(/encoder old, and new is in use/)])
})

test('a ranker of small features does not care for the encoder', async () => {
  const { suggestions, all, warnings, tables } = await setUp(
    'linear-small',
    ({ encoderId }) => encoderId === 'new',
  )
  expect(await suggestions.forSets(all)).not.toContain(null)
  expect(tables[0]).toMatchObject({ embeddingDimension: 0 })
  expect(warnings).toEqual([])
})
