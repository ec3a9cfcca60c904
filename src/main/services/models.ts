/** The rankers on disk: models/<id>/model.onnx with its card beside it, and which one is in use. */
import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CANDIDATE_WORDS } from '../../core/ranking/candidates.ts'
import type { DecisionId, ModelId } from '../../shared/domain.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { FEATURE_VERSION } from '../../shared/features.ts'
import type { ModelSummary } from '../../shared/ipc.ts'
import {
  MINIMUM_DECIDED_SETS,
  type RankerCandidate,
  type RankerCard,
  type Receipt,
  type TrainedRanker,
} from '../../shared/ranking.ts'
import type { ModelRepository, ModelRow } from '../db/modelRepository.ts'
import { writeFolderDurably } from './durableFile.ts'

export interface RankerInUse {
  readonly modelId: ModelId
  readonly ranker: TrainedRanker
  /** The latest journal line it learned from; 0 when it learned from none. */
  readonly lastDecisionId: DecisionId | 0
}

/** What suggests before anything was learned. Its temperature is unknown, so its probabilities are uniform. */
const RULE_CARD: RankerCard = {
  candidate: 'highest-stage',
  temperature: null,
  encoderId: '',
  encoderVersion: 0,
  featureVersion: 0,
  embeddingDimension: 0,
  inputMean: [],
  inputScale: [],
  inputs: [],
  seed: 0,
  decidedSets: 0,
}

function builtInRule(): RankerInUse {
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one name that does not come from the registry
    modelId: 'rule-highest-stage' as ModelId,
    ranker: { card: RULE_CARD, onnx: null },
    lastDecisionId: 0,
  }
}

export interface ModelsDependencies {
  readonly repository: ModelRepository
  readonly modelsFolder: string
  readonly warn: (sentence: string) => void
}

export function createModels({ repository, modelsFolder, warn }: ModelsDependencies) {
  let loaded: RankerInUse | null = null

  const load = (row: ModelRow): RankerInUse => {
    const { modelId, card, lastDecisionId, onnxSha256 } = row
    if (onnxSha256 === null) return { modelId, ranker: { card, onnx: null }, lastDecisionId }
    if (card.featureVersion !== FEATURE_VERSION) throw outdated(card)
    const file = join(modelsFolder, modelId, 'model.onnx')
    return { modelId, ranker: { card, onnx: readVerified(file, onnxSha256) }, lastDecisionId }
  }

  /** The ranker in use. One that is missing or altered is said aloud, once, and the rule stands in. */
  const inUse = (): RankerInUse => {
    if (loaded !== null) return loaded
    const row = repository.inUse()
    try {
      loaded = row === null ? builtInRule() : load(row)
    } catch (error) {
      if (!(error instanceof SetwiseError)) throw error
      warn(error.message)
      loaded = builtInRule()
    }
    return loaded
  }

  return {
    inUse,
    latestReceipt: (): Receipt | null => repository.latest()?.receipt ?? null,
    summary: (decidedSets: number): ModelSummary => {
      const { modelId, ranker } = inUse()
      const { candidate, decidedSets: learnedFrom } = ranker.card
      const learned = ranker.onnx !== null
      return {
        modelId,
        candidate,
        learned,
        why: learned
          ? `The ranker “${CANDIDATE_WORDS[candidate]}” suggests, learned from ${learnedFrom} decided sets.`
          : whyRule(candidate, decidedSets, ranker.card.temperature !== null),
        decidedSets,
        decidedSetsNeeded: MINIMUM_DECIDED_SETS,
      }
    },
    /**
     * Writes the weights first and the registry row last: a row always has its file, and when the row cannot be
     * written the file goes again, for nothing would ever read it.
     * @throws SetwiseError `disk-full` or `file-unreadable`, naming the file.
     */
    keep: (row: Omit<ModelRow, 'onnxSha256'>, onnx: Uint8Array | null, putInUse: boolean): void => {
      const folder = join(modelsFolder, row.modelId)
      const { modelId, receipt } = row
      const card = JSON.stringify({ ...row.card, modelId, receipt }, null, 2)
      const files = new Map<string, Uint8Array | string>([['card.json', card]])
      if (onnx !== null) files.set('model.onnx', onnx)
      writeFolderDurably(folder, files)
      try {
        repository.save({ ...row, onnxSha256: onnx === null ? null : sha256(onnx) }, putInUse)
      } catch (error) {
        rmSync(folder, { recursive: true, force: true })
        throw error
      }
      loaded = null
    },
  }
}

export type Models = ReturnType<typeof createModels>

function whyRule(candidate: RankerCandidate, decidedSets: number, trained: boolean): string {
  const rule = `The rule “${CANDIDATE_WORDS[candidate]}” suggests`
  if (decidedSets < MINIMUM_DECIDED_SETS) {
    return `${rule}: Setwise learns from ${MINIMUM_DECIDED_SETS} decided sets on, ${decidedSets} are there.`
  }
  if (!trained)
    return `${rule}: choose Model > Retrain Now to learn from ${decidedSets} decided sets.`
  return `${rule}: nothing learned so far did better.`
}

function readVerified(file: string, expected: string): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new SetwiseError(
      'model-missing',
      `The learned model ${file} cannot be read; the highest stage is suggested instead. Choose Model > Retrain Now to learn it again.`,
      { cause: error },
    )
  }
  if (sha256(bytes) === expected) return bytes
  throw new SetwiseError(
    'model-altered',
    `The learned model ${file} was changed since it was trained and is not used; the highest stage is suggested instead. Choose Model > Retrain Now to learn it again.`,
  )
}

function outdated({ candidate }: RankerCard): SetwiseError {
  return new SetwiseError(
    'model-altered',
    `The learned model “${CANDIDATE_WORDS[candidate]}” knows the features of an earlier Setwise, so the highest stage is suggested for now. Choose Model > Retrain Now to learn from your decisions again.`,
  )
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
