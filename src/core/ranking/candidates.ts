/** The rankers that compete, in words and in numbers. */
import type { RankerCandidate } from '../../shared/ranking.ts'
import type { TrainingRecipe } from '../training/recipe.ts'

/** A ranker that is trained. */
export type LearnedCandidate = Exclude<RankerCandidate, 'highest-stage' | 'sharpest'>

/** As people read them, within a sentence. */
export const CANDIDATE_WORDS: Readonly<Record<RankerCandidate, string>> = {
  'highest-stage': 'highest stage',
  sharpest: 'sharpest',
  'linear-small': 'linear, small features',
  'linear-all': 'linear, everything',
  'mlp-all': 'small network, everything',
}

/** Does it look at the embedding? */
export function usesEmbedding(candidate: RankerCandidate): boolean {
  return candidate === 'linear-all' || candidate === 'mlp-all'
}

/**
 * Chosen by measurement on synthetic tastes (one feature, three features, embedding directions, stage and
 * both mixed) with 40, 300, 1,000 and 3,000 sets: a prior of 20 sets lost nothing with many sets and gained
 * most with few. Larger steps than these cost agreement once a round has many steps.
 */
const LINEAR: TrainingRecipe = {
  hiddenWidths: [],
  dropout: 0,
  learningRate: 0.02,
  priorSets: 20,
  batchSets: 128,
  minimumStepsPerRound: 10,
  maximumRounds: 40,
  patienceRounds: 5,
}

export const RECIPES: Readonly<Record<LearnedCandidate, TrainingRecipe>> = {
  'linear-small': LINEAR,
  'linear-all': LINEAR,
  // Step size and prior measured in the same way; 64 hidden units keep 10,000 sets within a minute.
  'mlp-all': { ...LINEAR, hiddenWidths: [64], dropout: 0.3, learningRate: 0.003, priorSets: 10 },
}
