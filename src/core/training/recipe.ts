/** How a network is trained, as numbers. */

export interface TrainingRecipe {
  /** Lengths of the hidden layers; none for a linear model. */
  readonly hiddenWidths: readonly number[]
  /** Share of hidden outputs left out at a step. */
  readonly dropout: number
  /** Adam's step size. */
  readonly learningRate: number
  /**
   * L2 strength in units of decided sets: the loss is a mean over sets, so each weight is pulled with
   * `priorSets` / (number of sets). It fades as decisions come in, as a normal prior on the weights with
   * variance 1 / priorSets does.
   */
  readonly priorSets: number
  /** Sets a step looks at. */
  readonly batchSets: number
  /** A round is one pass over the sets, or this many steps when a pass is shorter. */
  readonly minimumStepsPerRound: number
  readonly maximumRounds: number
  /** Rounds without a better held-out loss before giving up. */
  readonly patienceRounds: number
}
