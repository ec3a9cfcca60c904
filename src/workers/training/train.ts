/** Task `training.train`: every candidate judged on held-out sets, the best fitted on all, the receipt. */
import { writeSetProbabilities } from '../../core/evaluation/calibration.ts'
import { chooseSimplest } from '../../core/evaluation/choice.ts'
import { makeFolds } from '../../core/evaluation/folds.ts'
import { judge, type Judged } from '../../core/evaluation/judge.ts'
import type { Current } from '../../core/evaluation/oldAgainstNew.ts'
import { writeReceipt } from '../../core/evaluation/receipt.ts'
import { reportJudged, reportNotEligible, whyNotEligible } from '../../core/evaluation/report.ts'
import { CANDIDATE_WORDS } from '../../core/ranking/candidates.ts'
import { type FeatureKey, fitsFeatures, inputNames } from '../../core/ranking/card.ts'
import { isRule, ruleScores } from '../../core/ranking/rules.ts'
import { usableSets } from '../../core/ranking/usableSets.ts'
import { createRandom } from '../../core/training/random.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import {
  type CandidateReport,
  type DecidedSetTable,
  RANKER_CANDIDATES,
  type RankerCandidate,
  type TrainedRanker,
  type TrainingInput,
  type TrainingOutput,
} from '../../shared/ranking.ts'
import type { TaskContext } from '../../shared/workerProtocol.ts'
import { type ContestHooks, createContest, type Fitted } from './contest.ts'
import { rankerScores } from './score.ts'

/** Streams of random draws that are not a candidate's training. */
const REPORT_STREAM = 2000
const RECEIPT_STREAM = 2001

/** About the part of the whole that each takes with 10,000 sets; the rest is the final fit. */
const PROGRESS_SHARES: Readonly<Record<RankerCandidate, number>> = {
  'highest-stage': 0.01,
  sharpest: 0.01,
  'linear-small': 0.05,
  'linear-all': 0.3,
  'mlp-all': 0.5,
}

/**
 * Trains and judges. The same table, current ranker and seed give the same ONNX bytes and, but for the
 * seconds, the same receipt on one machine.
 * @throws CancelledError at the next step after a cancel; RangeError for a table that does not fit together.
 */
export async function train(input: TrainingInput, context: TaskContext): Promise<TrainingOutput> {
  const startedMs = performance.now()
  const { seed } = input
  const { table, kept } = usableSets(input.table)
  const folds = makeFolds(table.project, table.session)
  const contest = createContest(table, seed)
  const progress = createProgress(context)

  const reports: CandidateReport[] = []
  const judged: Judged[] = []
  const roundsOf = new Map<RankerCandidate, number>()
  for (const [index, candidate] of RANKER_CANDIDATES.entries()) {
    const hooks = progress.start(
      `Trying: ${CANDIDATE_WORDS[candidate]}`,
      PROGRESS_SHARES[candidate],
    )
    const obstacle = whyNotEligible(candidate, table)
    if (obstacle !== null) {
      reports.push(reportNotEligible(candidate, obstacle))
      continue
    }
    let scores: Float32Array
    if (isRule(candidate)) {
      scores = ruleScores(candidate, table)
    } else {
      const validation = await contest.heldOut(candidate, folds, hooks)
      roundsOf.set(candidate, validation.rounds)
      scores = validation.scores
    }
    const result = judge(candidate, table, scores, folds)
    judged.push(result)
    reports.push(reportJudged(result, table, createRandom(seed, REPORT_STREAM, index)))
  }

  const chosen = chooseSimplest(judged)
  const rounds = roundsOf.get(chosen.candidate)
  const hooks = progress.start(`Fitting: ${CANDIDATE_WORDS[chosen.candidate]}`, 1)
  const fitted =
    isRule(chosen.candidate) || rounds === undefined
      ? null
      : await contest.fitOnAll(chosen.candidate, rounds, hooks)
  const receipt = writeReceipt({
    table,
    folds,
    reports,
    judged,
    chosen,
    current: await runCurrent(input, table, kept, context),
    leftOut: input.table.setCount - table.setCount,
    seed,
    newRandom: () => createRandom(seed, RECEIPT_STREAM),
  })
  const ranker = makeRanker(input, table, chosen, fitted)
  return { ranker, receipt: { ...receipt, seconds: (performance.now() - startedMs) / 1000 } }
}

/** What the ranker in use says about every set, or why it can say nothing. */
async function runCurrent(
  { current, currentTrainedOn, ...input }: TrainingInput,
  table: DecidedSetTable,
  kept: Int32Array,
  context: TaskContext,
): Promise<Current> {
  const { candidate, temperature } = current.card
  const trainedOn = kept.filter((set) => set < currentTrainedOn).length
  if (!fitsFeatures(current.card, featureKey(input))) {
    const problem = 'It was trained on the numbers of another encoder or an earlier Setwise.'
    return { candidate, trainedOn, output: null, problem }
  }
  try {
    const silent = { isCancelled: context.isCancelled, onProgress: () => undefined }
    const scores = await rankerScores(current, table, silent)
    const probability = new Float32Array(scores.length)
    for (let set = 0; set < table.setCount; set += 1) {
      writeSetProbabilities(table.rowStart, set, scores, temperature, probability)
    }
    return { candidate, trainedOn, output: { scores, probability }, problem: '' }
  } catch (thrown) {
    // A damaged ranker must not stand in the way of its successor; the receipt tells.
    if (!(thrown instanceof SetwiseError)) throw thrown
    return { candidate, trainedOn, output: null, problem: thrown.message }
  }
}

function featureKey({
  encoderId,
  encoderVersion,
  featureVersion,
  table,
}: Omit<TrainingInput, 'current' | 'currentTrainedOn'>): FeatureKey {
  const { embeddingDimension } = table
  return { encoderId, encoderVersion, featureVersion, embeddingDimension }
}

function makeRanker(
  input: TrainingInput,
  table: DecidedSetTable,
  { candidate, temperature }: Judged,
  fitted: Fitted | null,
): TrainedRanker {
  return {
    card: {
      candidate,
      temperature,
      ...featureKey(input),
      inputMean: fitted?.standardisation.mean ?? [],
      inputScale: fitted?.standardisation.scale ?? [],
      inputs: inputNames(candidate, table.embeddingDimension),
      seed: input.seed,
      decidedSets: table.setCount,
    },
    onnx: fitted?.onnx ?? null,
  }
}

/** Adds up the shares of consecutive parts of the work, and turns a cancel into an exception. */
function createProgress(context: TaskContext): {
  readonly start: (title: string, share: number) => ContestHooks
} {
  let begun = -1
  let next = 0
  const total = RANKER_CANDIDATES.length + 1
  const throwIfCancelled = (): void => {
    if (context.isCancelled()) throw new CancelledError('Training was cancelled.')
  }
  return {
    start: (title, share) => {
      throwIfCancelled()
      begun += 1
      const done = begun
      const from = next
      const to = Math.min(1, from + share)
      next = to
      const onProgress = (fraction: number): void =>
        context.onProgress({ fraction: from + (to - from) * fraction, title, done, total })
      onProgress(0)
      return { beforeStep: throwIfCancelled, onProgress }
    },
  }
}
