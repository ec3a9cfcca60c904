/** Use case: which image of a set to keep, and how sure. Computed when asked, so nothing stored can be stale. */
import { usesEmbedding } from '../../core/ranking/candidates.ts'
import { suggestedIndex } from '../../core/ranking/rules.ts'
import type { Candidate, ImageSet, Suggestion } from '../../shared/domain.ts'
import type { EncoderKey } from '../../shared/features.ts'
import type { RankerCard, SetTable } from '../../shared/ranking.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import type { Features } from './features.ts'
import type { ImageFeaturesReader } from './imageFeatures.ts'
import type { Models } from './models.ts'
import { buildSetTable, type RowToRank } from './setTable.ts'

export interface SuggestionsDependencies {
  readonly imageFeatures: ImageFeaturesReader
  readonly features: Features
  readonly models: Models
  readonly scoring: WorkerHost
  /** Says a sentence to the person, once. */
  readonly warn: (sentence: string) => void
}

/** Sets per request to the worker: a few megabytes of embeddings. */
const BATCH = 256

interface SetToRank {
  readonly set: ImageSet
  readonly candidates: readonly Candidate[]
  readonly rows: readonly RowToRank[]
}

export function createSuggestions(dependencies: SuggestionsDependencies) {
  const { imageFeatures, features, models, scoring, warn } = dependencies

  /** Null when the set cannot be ranked: no readable image, or a learned model whose inputs are not there yet. */
  const gather = (
    set: ImageSet,
    encoder: EncoderKey | null,
    learned: boolean,
  ): SetToRank | null => {
    const candidates = set.candidates.filter((candidate) => candidate.failure === null)
    if (candidates.length === 0) return null
    const rows = candidates.map(({ imageId, stage }) => ({
      stage,
      features: encoder === null ? null : imageFeatures.forRanker(imageId, encoder),
    }))
    if (learned && rows.some((row) => row.features === null)) return null
    return { set, candidates, rows }
  }

  /** Null, with a sentence, when there is no encoder: rules that need no measurement do without. */
  const encoderIfAny = async (): Promise<EncoderKey | null> => {
    try {
      return await features.encoderKey()
    } catch (error) {
      warn(error instanceof Error ? error.message : String(error))
      return null
    }
  }

  /** New pictures are not embedded by an encoder that is not in use any more: say why they get no suggestion. */
  const warnOfOtherEncoder = async ({ encoderId }: EncoderKey): Promise<void> => {
    const inUse = await encoderIfAny()
    if (inUse === null || inUse.encoderId === encoderId) return
    warn(
      `The ranker learned from the encoder ${encoderId}, and ${inUse.encoderId} is in use now. Choose Model > Retrain Now once the pictures are read, so that every set gets a suggestion again.`,
    )
  }

  /** Starts the workers and loads what they need, so that the first set does not wait for that. */
  const warmUp = async (): Promise<void> => {
    const { ranker } = models.inUse()
    const learned = ranker.onnx !== null
    const table = buildSetTable([], dimensionOf(ranker.card))
    await Promise.all([
      scoring.request('training.score', { table, ranker }),
      learned ? null : features.encoderKey(),
    ])
  }

  /** One answer per set, in the same order; null where nothing can be suggested. */
  const forSets = async (sets: readonly ImageSet[]): Promise<(Suggestion | null)[]> => {
    const { ranker, modelId } = models.inUse()
    const { card } = ranker
    const learned = ranker.onnx !== null
    const ofCard = learned && usesEmbedding(card.candidate) ? encoderOf(card) : null
    const encoder = ofCard ?? (await encoderIfAny())
    const bySet = new Map<ImageSet, Suggestion>()
    for (let start = 0; start < sets.length; start += BATCH) {
      const gathered = sets
        .slice(start, start + BATCH)
        .flatMap((set) => gather(set, encoder, learned) ?? [])
      if (gathered.length === 0) continue
      const table = buildSetTable(
        gathered.map(({ rows }) => rows),
        dimensionOf(card),
      )
      const { probability } = await scoring.request('training.score', { table, ranker })
      gathered.forEach(({ set, candidates }, index) => {
        const suggestion = read(set, candidates, index, table, probability)
        if (suggestion !== null) bySet.set(set, { ...suggestion, modelId })
      })
    }
    if (ofCard !== null && bySet.size < sets.length) await warnOfOtherEncoder(ofCard)
    return sets.map((set) => bySet.get(set) ?? null)

    function read(
      set: ImageSet,
      candidates: readonly Candidate[],
      index: number,
      scored: SetTable,
      probability: Float32Array,
    ): Omit<Suggestion, 'modelId'> | null {
      const first = scored.rowStart[index] ?? 0
      const winnerIndex = suggestedIndex(card.candidate, scored, index, probability)
      const winner = candidates[winnerIndex]
      if (winner === undefined) return null
      const probabilityOf = new Map(
        candidates.map(({ imageId }, row) => [imageId, probability[first + row] ?? 0]),
      )
      return {
        setId: set.setId,
        winner: winner.imageId,
        confidence: probabilityOf.get(winner.imageId) ?? 0,
        probabilities: set.candidates.map(({ imageId }) => ({
          imageId,
          probability: probabilityOf.get(imageId) ?? 0,
        })),
      }
    }
  }

  return { forSets, warmUp }
}

export type Suggestions = ReturnType<typeof createSuggestions>

/** Rules and rankers of small features are given no embeddings. */
function dimensionOf({ candidate, embeddingDimension }: RankerCard): number {
  return usesEmbedding(candidate) ? embeddingDimension : 0
}

function encoderOf({ encoderId, encoderVersion, featureVersion }: RankerCard): EncoderKey {
  return { encoderId, encoderVersion, featureVersion }
}
