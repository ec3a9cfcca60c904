/**
 * How long training takes: `npm run bench:training -- [sets ...]`. Prints seconds per candidate for each
 * number of sets (default 1,000 and 10,000), and one training step against the same in plain TypeScript.
 */
import { makeFolds } from '../../src/core/evaluation/folds.ts'
import { RECIPES, type LearnedCandidate } from '../../src/core/ranking/candidates.ts'
import { relativeInputs } from '../../src/core/ranking/inputs.ts'
import { inputScaling, standardise } from '../../src/core/ranking/standardise.ts'
import { adamRates } from '../../src/core/training/adam.ts'
import { buildBatch, dropoutMask, dropoutShare } from '../../src/core/training/batches.ts'
import { l2Strengths, parameterCount } from '../../src/core/training/network.ts'
import { at, range } from '../../src/core/training/numbers.ts'
import { createRandom } from '../../src/core/training/random.ts'
import { buildStepGraph } from '../../src/core/training/stepGraph.ts'
import type { DecidedSetTable } from '../../src/shared/ranking.ts'
import { createContest } from '../../src/workers/training/contest.ts'
import { openGraph, outputOf } from '../../src/workers/training/graphSession.ts'
import { batchFeeds } from '../../src/workers/training/learner.ts'
import { encodeOnnx } from '../../src/workers/training/onnxFile.ts'
import { plainStep } from '../../src/workers/training/oracle/plainStep.ts'
import { syntheticTable, tasteFor } from '../../src/workers/training/oracle/syntheticTable.ts'
import { score } from '../../src/workers/training/score.ts'
import { QUIET, trainingInput } from '../../src/workers/training/testing.fixture.ts'
import { train } from '../../src/workers/training/train.ts'

/** Of the default encoder. */
const DIMENSION = 1280
const LEARNED: readonly LearnedCandidate[] = ['linear-small', 'linear-all', 'mlp-all']

function decidedSets(setCount: number): DecidedSetTable {
  const warm = tasteFor('warmth')
  return syntheticTable({
    setCount,
    embeddingDimension: DIMENSION,
    seed: 1,
    liking: (image) => image.stage + warm(image) + 20 * at(image.embedding, 0),
    noise: 0.1,
  })
}

/** Wall and processor seconds of some work. The two differ when the machine is busy with other things. */
async function timed<Answer>(
  work: () => Promise<Answer>,
): Promise<{ answer: Answer; text: string; wall: number }> {
  const startedMs = performance.now()
  const cpu = process.cpuUsage()
  const answer = await work()
  const wall = (performance.now() - startedMs) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return {
    answer,
    wall,
    text: `${wall.toFixed(2)} s (processor ${((user + system) / 1e6).toFixed(2)} s)`,
  }
}

async function benchCandidates(setCount: number): Promise<void> {
  const table = decidedSets(setCount)
  const rows = at(table.rowStart, setCount)
  console.log(`\n${setCount} sets, ${rows} rows x ${DIMENSION} + 29`)
  const folds = makeFolds(table.project, table.session)
  const contest = createContest(table, 1)
  for (const candidate of LEARNED) {
    const hooks = { beforeStep: () => undefined, onProgress: () => undefined }
    const { answer, text } = await timed(() => contest.heldOut(candidate, folds, hooks))
    console.log(
      `  ${candidate.padEnd(14)} cross-validation ${text}, best after ${answer.rounds} rounds`,
    )
  }
  const all = await timed(() => train(trainingInput(table), QUIET))
  const { receipt, ranker } = all.answer
  console.log(`  everything     ${all.text}: ${receipt.chosen}, promoted ${receipt.promoted}`)
  for (const { name, agreement, low, high } of receipt.candidates) {
    console.log(
      `    ${name.padEnd(14)} ${agreement?.toFixed(3)} [${low?.toFixed(3)}, ${high?.toFixed(3)}]`,
    )
  }
  console.log(`  scoring        ${(await timed(() => score({ table, ranker }, QUIET))).text}`)
}

/** The same step of the small network by ONNX Runtime and by the oracle. */
async function benchStep(): Promise<void> {
  const recipe = RECIPES['mlp-all']
  const table = decidedSets(recipe.batchSets)
  const inputs = relativeInputs(table, true)
  const widths = [inputs.width, ...recipe.hiddenWidths, 1]
  const dropout = dropoutShare(recipe.dropout)
  const batch = buildBatch(table, range(recipe.batchSets), 1)
  const random = createRandom(1)
  const mask = dropoutMask(batch.rowCount * at(widths, 1), dropout, random)
  const { mean, inverseScale } = inputScaling(
    standardise(inputs, table.rowStart, range(recipe.batchSets)),
    DIMENSION,
  )
  const l2 = l2Strengths(widths, 0.01)
  const parameters = Float32Array.from(
    { length: parameterCount(widths) },
    () => random.uniform() - 0.5,
  )
  const zeros = new Float32Array(parameters.length)
  const vector = (data: Float32Array) => ({ data, shape: [data.length] })
  const { rate, epsilon } = adamRates(recipe.learningRate, 1)
  const feeds = {
    table: { data: inputs.values, shape: [batch.rowCount, inputs.width] },
    mean: vector(mean),
    inverseScale: vector(inverseScale),
    ...batchFeeds(batch),
    mask1: { data: mask, shape: [batch.rowCount, at(widths, 1)] },
    parameters: vector(parameters),
    moment1: vector(zeros),
    moment2: vector(zeros),
    l2: vector(l2),
    rate: vector(Float32Array.of(rate)),
    epsilon: vector(Float32Array.of(epsilon)),
  }
  const session = await openGraph(encodeOnnx(buildStepGraph({ widths, dropout })))
  const onnxSteps = 50
  await session.run(feeds)
  const onnx = await timed(async () => {
    let outputs = await session.run(feeds)
    for (let step = 1; step < onnxSteps; step += 1) outputs = await session.run(feeds)
    return outputOf(outputs, 'nextParameters')
  })
  await session.release()
  const state = {
    parameters: Float64Array.from(parameters),
    moment1: new Float64Array(zeros),
    moment2: new Float64Array(zeros),
    step: 0,
  }
  const input = { widths, table: inputs.values, mean, inverseScale, batch, masks: [mask], l2 }
  const plain = await timed(async () => plainStep(input, state, recipe.learningRate))
  const onnxMs = (onnx.wall / onnxSteps) * 1000
  const gigaflops = (4 * batch.rowCount * at(widths, 0) * at(widths, 1)) / (onnxMs * 1e6)
  console.log(
    `one step of ${batch.setCount} sets (${batch.rowCount} rows), widths ${widths.join('-')}:`,
  )
  console.log(`  ONNX Runtime ${onnxMs.toFixed(2)} ms (${gigaflops.toFixed(0)} GFLOP/s)`)
  console.log(
    `  plain TypeScript, float64, not tuned: ${(plain.wall * 1000).toFixed(0)} ms, ${((plain.wall * 1000) / onnxMs).toFixed(0)} times as long`,
  )
  let difference = 0
  let length = 0
  for (const [index, value] of onnx.answer.entries()) {
    difference += (value - at(state.parameters, index)) ** 2
    length += value ** 2
  }
  const relative = Math.sqrt(difference / length).toExponential(1)
  console.log(`  relative difference of the parameters after the step: ${relative}`)
}

await benchStep()
for (const sets of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 10_000]) {
  await benchCandidates(sets)
}
