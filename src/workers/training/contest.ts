/** Training of one kind of ranker: held-out scores to judge it by, and the final fit on all sets. */
import type { Folds } from '../../core/evaluation/folds.ts'
import { type LearnedCandidate, RECIPES, usesEmbedding } from '../../core/ranking/candidates.ts'
import { type InputTable, relativeInputs } from '../../core/ranking/inputs.ts'
import type { Standardisation } from '../../core/ranking/standardise.ts'
import { buildInferenceGraph } from '../../core/training/inferenceGraph.ts'
import { range } from '../../core/training/numbers.ts'
import { type DecidedSetTable, RANKER_CANDIDATES } from '../../shared/ranking.ts'
import { type CrossValidation, crossValidate } from './crossValidate.ts'
import { openTrainer } from './learner.ts'
import { encodeOnnx } from './onnxFile.ts'

/** Stream of the final fit; the folds of a candidate have the streams 0, 1, ... */
const FINAL_FIT = 1000

export interface ContestHooks {
  /** Called before each step; throws to stop. */
  readonly beforeStep: () => void
  /** Share of the candidate's work that is done at most, 0 to 1. */
  readonly onProgress: (fraction: number) => void
}

export interface Fitted {
  readonly onnx: Uint8Array
  readonly standardisation: Standardisation
}

export interface Contest {
  readonly heldOut: (
    candidate: LearnedCandidate,
    folds: Folds,
    hooks: ContestHooks,
  ) => Promise<CrossValidation>
  /** @param rounds as the cross-validation found. */
  readonly fitOnAll: (
    candidate: LearnedCandidate,
    rounds: number,
    hooks: ContestHooks,
  ) => Promise<Fitted>
}

/** @param seed with the candidate decides every random draw, so candidates never depend on each other. */
export function createContest(table: DecidedSetTable, seed: number): Contest {
  // The greatest arrays of a training: made when first needed, then shared by all candidates.
  const made = new Map<boolean, InputTable>()
  const inputsFor = (candidate: LearnedCandidate): InputTable => {
    const withEmbedding = usesEmbedding(candidate)
    const inputs = made.get(withEmbedding) ?? relativeInputs(table, withEmbedding)
    made.set(withEmbedding, inputs)
    return inputs
  }
  return {
    heldOut: async (candidate, folds, hooks) => {
      const recipe = RECIPES[candidate]
      const trainer = await openTrainer(recipe, table, inputsFor(candidate))
      try {
        return await crossValidate(trainer, recipe, table, folds, seed, streamOf(candidate), {
          beforeStep: hooks.beforeStep,
          afterRound: (rounds) => hooks.onProgress(rounds / recipe.maximumRounds),
        })
      } finally {
        await trainer.release()
      }
    },
    fitOnAll: async (candidate, rounds, hooks) => {
      const trainer = await openTrainer(RECIPES[candidate], table, inputsFor(candidate))
      try {
        const stream = [streamOf(candidate), FINAL_FIT]
        const learner = trainer.startLearner(range(table.setCount), seed, stream)
        for (let round = 1; round <= rounds; round += 1) {
          await learner.trainRound(hooks.beforeStep)
          hooks.onProgress(round / rounds)
        }
        const graph = buildInferenceGraph(trainer.widths, learner.parameters())
        return { onnx: encodeOnnx(graph), standardisation: learner.standardisation }
      } finally {
        await trainer.release()
      }
    },
  }
}

function streamOf(candidate: LearnedCandidate): number {
  return RANKER_CANDIDATES.indexOf(candidate)
}
