/** Use case: Retrain Now. Gathers every standing pick, trains in the worker, keeps the ranker and its receipt. */
import { setImmediate } from 'node:timers/promises'
import { sessionsOf } from '../../core/evaluation/sessions.ts'
import type { ModelId } from '../../shared/domain.ts'
import type { EncoderKey } from '../../shared/features.ts'
import type { DecidedSetTable, Receipt, SetTable } from '../../shared/ranking.ts'
import type { DecisionRepository, PickToLearnFrom } from '../db/decisionRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import type { Features } from './features.ts'
import type { ImageFeaturesReader } from './imageFeatures.ts'
import type { Models } from './models.ts'
import { buildSetTable, joinSetTables, type RowToRank } from './setTable.ts'

export interface TrainingDependencies {
  readonly decisions: DecisionRepository
  readonly images: ImageRepository
  readonly imageFeatures: ImageFeaturesReader
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

/** Gathered at one stretch: about 5 ms, so that a key has its turn. */
const PICKS_PER_TURN = 50

interface Example {
  readonly pick: PickToLearnFrom
  /** Index of the picked image in its set. */
  readonly winner: number
}

export function createTraining(dependencies: TrainingDependencies) {
  const { decisions, imageFeatures, features, images, models, training, nowMs } = dependencies

  /**
   * An image that cannot be read was no rival, and is left out. Null when another has no features yet, or
   * when there is nothing to compare with.
   */
  const gather = (
    pick: PickToLearnFrom,
    encoder: EncoderKey,
  ): (Example & { readonly rows: readonly RowToRank[] }) | null => {
    const rivals = pick.shown.order.flatMap((imageId) => {
      const { stage, failed } = images.candidate(imageId) ?? { stage: 0, failed: 0 }
      const found = imageFeatures.forRanker(imageId, encoder)
      return failed === 1 && found === null ? [] : [{ imageId, stage, features: found }]
    })
    const winner = rivals.findIndex(({ imageId }) => imageId === pick.picked)
    if (winner < 0 || rivals.length < 2 || rivals.some((rival) => rival.features === null)) {
      return null
    }
    return { pick, winner, rows: rivals }
  }

  const run = async (context: JobContext, seed = DEFAULT_SEED): Promise<TrainingReport> => {
    const encoder = await features.encoderKey()
    const inUse = models.inUse()
    const isNew = (pick: PickToLearnFrom): boolean => pick.decisionId > inUse.lastDecisionId
    // By time, but what the ranker in use was trained on comes first: an import may bring older ones since.
    const picks = decisions.picks().toSorted((a, b) => Number(isNew(a)) - Number(isNew(b)))
    const lastDecisionId = decisions.latestId() ?? 0
    const examples: Example[] = []
    const tables: SetTable[] = []
    for (let start = 0; start < picks.length; start += PICKS_PER_TURN) {
      await setImmediate()
      const gathered = picks
        .slice(start, start + PICKS_PER_TURN)
        .flatMap((pick) => gather(pick, encoder) ?? [])
      examples.push(...gathered.map(({ pick, winner }) => ({ pick, winner })))
      const rows = gathered.map((one) => one.rows)
      if (rows.length > 0) tables.push(buildSetTable(rows, encoder.dimension))
    }
    const table = { ...joinSetTables(tables), ...labels(examples) }
    const { ranker, receipt: judged } = await training.request(
      'training.train',
      {
        table,
        encoderId: encoder.encoderId,
        encoderVersion: encoder.encoderVersion,
        featureVersion: encoder.featureVersion,
        current: inUse.ranker,
        currentTrainedOn: examples.filter(({ pick }) => !isNew(pick)).length,
        seed,
      },
      {
        signal: context.signal,
        onProgress: context.onProgress,
        transfer: [table.embedding.buffer],
      },
    )
    const withoutFeatures = picks.length - examples.length
    const receipt = { ...judged, reason: judged.reason + waitingWords(withoutFeatures) }
    const createdAtMs = nowMs()
    const modelId = nameModel(createdAtMs, receipt.chosen)
    models.keep(
      { modelId, createdAtMs, card: ranker.card, receipt, lastDecisionId },
      ranker.onnx,
      receipt.promoted,
    )
    return { ...receipt, modelId, withoutFeatures }
  }

  return { run }
}

function waitingWords(decisions: number): string {
  if (decisions === 0) return ''
  return decisions === 1
    ? ' 1 more decision waits until the pictures of its set are read.'
    : ` ${decisions} more decisions wait until the pictures of their sets are read.`
}

export type Training = ReturnType<typeof createTraining>

function labels(examples: readonly Example[]): Omit<DecidedSetTable, keyof SetTable> {
  const byTime = examples.toSorted((a, b) => a.pick.atMs - b.pick.atMs)
  const sessions = sessionsOf(byTime.map(({ pick }) => pick.atMs))
  const sessionOf = new Map(byTime.map((example, index) => [example, String(sessions[index])]))
  return {
    winner: Int32Array.from(examples, ({ winner }) => winner),
    weight: Float32Array.from(examples, ({ pick: { shown, picked } }) =>
      shown.suggested !== null && shown.suggested !== picked ? OVERRIDE_WEIGHT : APPROVAL_WEIGHT,
    ),
    // The same project name below two folders is two projects.
    project: examples.map(({ pick }) => `${pick.rootPath}/${pick.project}`),
    session: examples.map((example) => sessionOf.get(example) ?? ''),
  }
}

/** For example `20261122T184501-linear-all`; milliseconds keep two trainings in one second apart. */
function nameModel(createdAtMs: number, candidate: string): ModelId {
  const stamp = new Date(createdAtMs).toISOString().replaceAll(/[-:.Z]/g, '')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this is where a model gets its name
  return `${stamp}-${candidate}` as ModelId
}
