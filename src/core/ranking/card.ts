/** The model card: what is needed beside the weights to score a set. */
import type { RankerCandidate, RankerCard, SetTable } from '../../shared/ranking.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { CANDIDATE_WORDS, usesEmbedding } from './candidates.ts'
import { SMALL_INPUTS } from './inputs.ts'
import { isRule } from './rules.ts'

/** The features a ranker was made from; numbers of different encoders or versions never mix. */
export type FeatureKey = Pick<RankerCard, 'encoderId' | 'encoderVersion' | 'featureVersion'> & {
  readonly embeddingDimension: number
}

/** Names of a candidate's inputs in order: one for each small input, one for the embedding block. */
export function inputNames(
  candidate: RankerCandidate,
  embeddingDimension: number,
): readonly string[] {
  if (isRule(candidate)) return []
  return usesEmbedding(candidate)
    ? [...SMALL_INPUTS, `embedding[${embeddingDimension}]`]
    : SMALL_INPUTS
}

/** Can a ranker with this card score features of this key? Rules read only what never changes. */
export function fitsFeatures(card: RankerCard, key: FeatureKey): boolean {
  if (isRule(card.candidate)) return true
  return (
    card.featureVersion === key.featureVersion &&
    (!usesEmbedding(card.candidate) ||
      (card.encoderId === key.encoderId &&
        card.encoderVersion === key.encoderVersion &&
        card.embeddingDimension === key.embeddingDimension))
  )
}

/**
 * Makes sure that a learned ranker's card describes the inputs that this version of Setwise computes.
 * @throws SetwiseError `model-altered` when the card does not, `invalid-request` when the table's
 * embeddings are of another length than the ranker's.
 */
export function checkCard(card: RankerCard, table: SetTable): void {
  const title = CANDIDATE_WORDS[card.candidate]
  const expected = inputNames(card.candidate, card.embeddingDimension)
  const isWhole =
    card.inputs.length === expected.length &&
    card.inputs.every((name, index) => name === expected[index]) &&
    card.inputMean.length === expected.length &&
    card.inputScale.length === expected.length &&
    card.inputMean.every(Number.isFinite) &&
    card.inputScale.every((scale) => scale > 0 && Number.isFinite(scale)) &&
    (card.temperature === null || (card.temperature > 0 && Number.isFinite(card.temperature)))
  if (!isWhole) {
    throw new SetwiseError(
      'model-altered',
      `The card of the ranker “${title}” does not fit this version of Setwise, so it is not used. Choose Retrain Now to make a new one.`,
    )
  }
  if (usesEmbedding(card.candidate) && card.embeddingDimension !== table.embeddingDimension) {
    throw new SetwiseError(
      'invalid-request',
      `The ranker “${title}” was trained on embeddings of ${card.embeddingDimension} numbers, but these have ${table.embeddingDimension}. Choose Retrain Now to make one for the present encoder.`,
    )
  }
}
