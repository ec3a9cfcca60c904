/** Adam (arXiv:1412.6980) with its usual constants. */

export const ADAM_DECAY_1 = 0.9
export const ADAM_DECAY_2 = 0.999
const ADAM_EPSILON = 1e-8

/** The numbers of one step that depend on how many went before. */
export interface AdamRates {
  readonly rate: number
  readonly epsilon: number
}

/**
 * Folds Adam's bias correction into the learning rate and epsilon (section 2 of the paper), computed in
 * float64 so that the graph needs no powers.
 * @param step counts from 1.
 */
export function adamRates(learningRate: number, step: number): AdamRates {
  const correction1 = 1 - ADAM_DECAY_1 ** step
  const correction2 = Math.sqrt(1 - ADAM_DECAY_2 ** step)
  return { rate: (learningRate * correction2) / correction1, epsilon: ADAM_EPSILON * correction2 }
}
