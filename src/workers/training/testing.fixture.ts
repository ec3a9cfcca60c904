/** What tests of the tasks share. */
import type { TrainedRanker, TrainingInput } from '../../shared/ranking.ts'
import type { TaskContext } from '../../shared/workerProtocol.ts'

/** The rule that is in use before anything was learned. */
export const FIRST_RULE: TrainedRanker = {
  card: {
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
  },
  onnx: null,
}

export const QUIET: TaskContext = { isCancelled: () => false, onProgress: () => undefined }

/** A training of these sets with the first rule in use. */
export function trainingInput(
  table: TrainingInput['table'],
  change: Partial<TrainingInput> = {},
): TrainingInput {
  return {
    table,
    encoderId: 'test-encoder',
    encoderVersion: 1,
    featureVersion: 1,
    current: FIRST_RULE,
    currentTrainedOn: 0,
    seed: 7,
    ...change,
  }
}
