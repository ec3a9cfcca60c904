/** Use case: Retrain Now. Gathers every standing pick, trains in the worker, keeps the ranker and its receipt. */
import { sessionsOf } from '../../core/evaluation/sessions.ts'
import type { ModelId } from '../../shared/domain.ts'
import type { ImageFeatures } from '../../shared/features.ts'
import type { DecidedSetTable, Receipt } from '../../shared/ranking.ts'
import type { DecisionRepository, PickToLearnFrom } from '../db/decisionRepository.ts'
import type { FeatureRepository } from '../db/featureRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import type { Features } from './features.ts'
import type { Models } from './models.ts'
import { buildSetTable, type RowToRank } from './setTable.ts'

export interface TrainingDependencies {
  readonly decisions: DecisionRepository
  readonly images: ImageRepository
  readonly featureRows: FeatureRepository
  readonly features: Features
  readonly models: Models
  readonly training: WorkerHost
  readonly nowMs: () => number
}

/** The receipt as the command line prints it. */
export interface TrainingReport extends Receipt {
  readonly modelId: ModelId
  /** Picks that could not train because an image of their set has no features (yet). */
  readonly withoutFeatures: number
}

/** An explicit choice against the suggestion tells more than an approval of what was on screen. */
const OVERRIDE_WEIGHT = 2
const APPROVAL_WEIGHT = 1

/** Same data and seed, same model. */
const DEFAULT_SEED = 20_251_122

interface Example {
  readonly pick: PickToLearnFrom
  readonly rows: readonly RowToRank[]
  readonly winner: number
}

export function createTraining(dependencies: TrainingDependencies) {
  const { decisions, featureRows, features, images, models, training, nowMs } = dependencies

  const run = async (context: JobContext, seed = DEFAULT_SEED): Promise<TrainingReport> => {
    const encoder = await features.encoderKey()
    const picks = decisions.picks()
    const lastDecisionId = decisions.latestId() ?? 0
    const featuresOf = (pick: PickToLearnFrom): (ImageFeatures | null)[] =>
      pick.shown.order.map((imageId) => featureRows.ofImage(imageId, encoder))
    const examples = picks.flatMap((pick): Example[] => {
      const found = featuresOf(pick)
      const stages = images.stages(pick.shown.order)
      const winner = pick.shown.order.indexOf(pick.picked)
      if (winner < 0 || pick.shown.order.length < 2 || found.includes(null)) return []
      const rows = found.map((row, index) => ({ stage: stages[index] ?? 0, features: row }))
      return [{ pick, rows, winner }]
    })
    const inUse = models.inUse()
    const { ranker, receipt } = await training.request(
      'training.train',
      {
        table: toTable(examples),
        ...encoder,
        current: inUse.ranker,
        currentTrainedOn: examples.filter(({ pick }) => pick.decisionId <= inUse.lastDecisionId)
          .length,
        seed,
      },
      { signal: context.signal, onProgress: context.onProgress },
    )
    const createdAtMs = nowMs()
    const modelId = nameModel(createdAtMs, receipt.chosen)
    models.keep(
      { modelId, createdAtMs, card: ranker.card, receipt, lastDecisionId },
      ranker.onnx,
      receipt.promoted,
    )
    return { ...receipt, modelId, withoutFeatures: picks.length - examples.length }
  }

  return { run }
}

export type Training = ReturnType<typeof createTraining>

function toTable(examples: readonly Example[]): DecidedSetTable {
  const dimension = examples[0]?.rows[0]?.features?.embedding.length ?? 0
  const sessions = sessionsOf(examples.map(({ pick }) => pick.atMs))
  return {
    ...buildSetTable(
      examples.map(({ rows }) => rows),
      dimension,
    ),
    winner: Int32Array.from(examples, ({ winner }) => winner),
    weight: Float32Array.from(examples, ({ pick: { shown, picked } }) =>
      shown.suggested !== null && shown.suggested !== picked ? OVERRIDE_WEIGHT : APPROVAL_WEIGHT,
    ),
    // The same project name below two folders is two projects.
    project: examples.map(({ pick }) => `${pick.rootPath}/${pick.project}`),
    session: sessions.map(String),
  }
}

/** For example `20261122T184501-linear-all`; milliseconds keep two trainings in one second apart. */
function nameModel(createdAtMs: number, candidate: string): ModelId {
  const stamp = new Date(createdAtMs).toISOString().replaceAll(/[-:.Z]/g, '')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this is where a model gets its name
  return `${stamp}-${candidate}` as ModelId
}
