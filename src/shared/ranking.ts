/** Plain data between the database, the training worker and the screens: rankers and their receipts. */

/** Rankers, simplest first. The order is the order of the one-standard-error rule. */
export const RANKER_CANDIDATES = [
  'highest-stage',
  'sharpest',
  'linear-small',
  'linear-all',
  'mlp-all',
] as const
export type RankerCandidate = (typeof RANKER_CANDIDATES)[number]

/** Rules need no training data: they order a set by one thing they know. */
export type RuleCandidate = 'highest-stage' | 'sharpest'

/** Fewer decided sets than this: only rules are eligible (LEARNING, "Ranker"). */
export const MINIMUM_DECIDED_SETS = 30

/** Sets in struct-of-arrays form, so that a worker gets a few transferable buffers instead of objects. */
export interface SetTable {
  readonly setCount: number
  /** Length setCount + 1: rows of set i are rowStart[i] .. rowStart[i+1]-1, in candidate order. */
  readonly rowStart: Int32Array
  /** One per row. */
  readonly stage: Float32Array
  /** Rows x TECHNICAL_FEATURES.length, row-major. */
  readonly technical: Float32Array
  /** Rows x embeddingDimension, row-major. */
  readonly embedding: Float32Array
  readonly embeddingDimension: number
}

/** Decided sets. Arrays hold one value per set. */
export interface DecidedSetTable extends SetTable {
  /** Index of the picked candidate within its set, 0-based. */
  readonly winner: Int32Array
  /** How much the choice weighs: an override of the suggestion more than an approval of it. */
  readonly weight: Float32Array
  /** Splits keep sets of one group together: project and session of the decision. */
  readonly project: readonly string[]
  readonly session: readonly string[]
}

/** A share of sets with its 95 % bootstrap interval over sets. `share` is null when n is 0. */
export interface Estimate {
  readonly share: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

/** How one candidate did on held-out sets. Field names are the command line's contract. */
export interface CandidateReport {
  readonly name: RankerCandidate
  readonly agreement: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
  /** Agreement on sets whose choice was not the highest stage; null when there is none. */
  readonly notHighestStage: Estimate
  /** Mean negative log-likelihood per set of the calibrated probabilities, in nats. */
  readonly logLoss: number | null
  /** Expected calibration error, 15 equal-mass bins (fewer when n is small). */
  readonly calibrationError: number | null
  /** False with the reason when there was too little data to try it. */
  readonly eligible: boolean
  readonly reason: string
}

/** Everything but the weights that is needed to score a set: the model card. */
export interface RankerCard {
  readonly candidate: RankerCandidate
  /** Divides the scores before the softmax; null: probabilities are uniform (a rule never calibrated). */
  readonly temperature: number | null
  readonly encoderId: string
  readonly encoderVersion: number
  readonly featureVersion: number
  readonly embeddingDimension: number
  /** Standardisation of the within-set inputs, from the training split; empty for a rule. */
  readonly inputMean: readonly number[]
  readonly inputScale: readonly number[]
  /** Names of the model's inputs, in order (embeddings as one block name with its length). */
  readonly inputs: readonly string[]
  readonly seed: number
  readonly decidedSets: number
}

export interface TrainedRanker {
  readonly card: RankerCard
  /** ONNX inference file, opset 17: inputs [rows, d] -> score [rows, 1]; null for a rule. */
  readonly onnx: Uint8Array | null
}

/** Old against new on the same held-out sets, paired. */
export interface Comparison {
  readonly against: string
  /** New minus old, in share of sets, with its 95 % bootstrap interval; null when it cannot be told. */
  readonly difference: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

/** What Retrain Now ends in. Field names are the command line's contract. */
export interface Receipt {
  readonly decisions: number
  readonly candidates: readonly CandidateReport[]
  readonly chosen: RankerCandidate
  readonly promoted: boolean
  /** A sentence for a person: the verdict and why. */
  readonly reason: string
  readonly comparisons: readonly Comparison[]
  /** Agreement of the model in use before, on the sets decided since it was trained; n 0 when none. */
  readonly inUse: Estimate
  readonly seconds: number
  readonly seed: number
}

export interface TrainingInput {
  readonly table: DecidedSetTable
  readonly encoderId: string
  readonly encoderVersion: number
  readonly featureVersion: number
  /** The ranker in use now, to be compared with on the same sets. */
  readonly current: TrainedRanker
  /** How many of the table's sets, counted from its start in order of decision, `current` was trained on. */
  readonly currentTrainedOn: number
  readonly seed: number
}

export interface TrainingOutput {
  readonly ranker: TrainedRanker
  readonly receipt: Receipt
}

export interface ScoringInput {
  readonly table: SetTable
  readonly ranker: TrainedRanker
}

/** Calibrated probability per row; each set's rows sum to 1. */
export interface ScoringOutput {
  readonly probability: Float32Array
}
