/** Task `training.score`: calibrated probabilities of every image of many sets. */
import { writeSetProbabilities } from '../../core/evaluation/calibration.ts'
import { CANDIDATE_WORDS, usesEmbedding } from '../../core/ranking/candidates.ts'
import { checkCard } from '../../core/ranking/card.ts'
import { type InputTable, relativeInputs } from '../../core/ranking/inputs.ts'
import { isRule, ruleScores } from '../../core/ranking/rules.ts'
import { type InputScaling, inputScaling } from '../../core/ranking/standardise.ts'
import { checkTable } from '../../core/ranking/usableSets.ts'
import { INFERENCE_INPUT, INFERENCE_OUTPUT } from '../../core/training/inferenceGraph.ts'
import { at } from '../../core/training/numbers.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { ScoringInput, ScoringOutput, SetTable, TrainedRanker } from '../../shared/ranking.ts'
import type { TaskContext } from '../../shared/workerProtocol.ts'
import { openGraph, outputOf } from './graphSession.ts'
import { checkOnnx } from './onnxFile.ts'

/** Rows scored at once: bounds the standardised copy to about 20 MB at 1,309 inputs. */
const ROWS_PER_RUN = 4096

/**
 * Probabilities of each set's images. Equal ones where the ranker's card has no temperature; which image to
 * suggest then is still decided by `suggestedIndex` of core/ranking/rules.ts.
 * @throws SetwiseError `model-altered`, `model-missing` or `invalid-request`; CancelledError.
 */
export async function score(
  { table, ranker }: ScoringInput,
  context: TaskContext,
): Promise<ScoringOutput> {
  checkTable(table)
  const scores = await rankerScores(ranker, table, context)
  const probability = new Float32Array(scores.length)
  for (let set = 0; set < table.setCount; set += 1) {
    writeSetProbabilities(table.rowStart, set, scores, ranker.card.temperature, probability)
  }
  return { probability }
}

/** Scores of every row before temperature and softmax; one-hot for a rule. Errors as for `score`. */
export async function rankerScores(
  { card, onnx }: TrainedRanker,
  table: SetTable,
  context: TaskContext,
): Promise<Float32Array> {
  if (isRule(card.candidate)) return ruleScores(card.candidate, table)
  const title = CANDIDATE_WORDS[card.candidate]
  if (onnx === null) {
    throw new SetwiseError(
      'model-missing',
      `The file of the ranker “${title}” is missing. Choose Retrain Now to make a new one.`,
    )
  }
  checkCard(card, table)
  checkOnnx(onnx, `“${title}”`)
  const inputs = relativeInputs(table, usesEmbedding(card.candidate))
  const scaling = inputScaling(
    { mean: card.inputMean, scale: card.inputScale },
    inputs.embeddingWidth,
  )
  // Opening takes milliseconds, so nothing is kept between calls that could go stale.
  const session = await openGraph(onnx)
  try {
    const rowCount = at(table.rowStart, table.setCount)
    const scores = new Float32Array(rowCount)
    for (let start = 0; start < rowCount; start += ROWS_PER_RUN) {
      if (context.isCancelled()) throw new CancelledError('Scoring was cancelled.')
      const end = Math.min(start + ROWS_PER_RUN, rowCount)
      const data = standardisedRows(inputs, scaling, start, end)
      const outputs = await session.run({
        [INFERENCE_INPUT]: { data, shape: [end - start, inputs.width] },
      })
      scores.set(outputOf(outputs, INFERENCE_OUTPUT), start)
      context.onProgress({
        fraction: end / rowCount,
        title: 'Scoring sets',
        done: end,
        total: rowCount,
      })
    }
    return scores
  } finally {
    await session.release()
  }
}

function standardisedRows(
  { values, width }: InputTable,
  { mean, inverseScale }: InputScaling,
  start: number,
  end: number,
): Float32Array {
  const rows = values.slice(start * width, end * width)
  for (let index = 0, input = 0; index < rows.length; index += 1) {
    rows[index] = (at(rows, index) - at(mean, input)) * at(inverseScale, input)
    input = input + 1 === width ? 0 : input + 1
  }
  return rows
}
