import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { range } from '../../core/training/numbers.ts'
import { keepSets } from '../../core/ranking/usableSets.ts'
import type { FromWorker, ToWorker } from '../../shared/workerProtocol.ts'
import { syntheticTable, tasteFor } from './oracle/syntheticTable.ts'
import { trainingInput } from './testing.fixture.ts'

const table = syntheticTable({
  setCount: 400,
  embeddingDimension: 64,
  seed: 1,
  liking: tasteFor('exposure'),
})

let worker: Worker | null = null
/** Starts the real worker; `messages` yields what it says. */
function start() {
  const started = new Worker(new URL('../training.worker.ts', import.meta.url))
  worker = started
  const waiting: {
    matches: (message: FromWorker) => boolean
    resolve: (message: FromWorker) => void
  }[] = []
  const said: FromWorker[] = []
  started.on('message', (message: FromWorker) => {
    said.push(message)
    for (const { matches, resolve } of waiting) if (matches(message)) resolve(message)
  })
  return {
    said,
    send: (message: ToWorker) => started.postMessage(message),
    until: (matches: (message: FromWorker) => boolean) =>
      new Promise<FromWorker>((resolve) => {
        const already = said.find(matches)
        if (already === undefined) waiting.push({ matches, resolve })
        else resolve(already)
      }),
    exit: new Promise<number>((resolve) => started.once('exit', resolve)),
  }
}

afterEach(async () => {
  await worker?.terminate()
})

test('the worker trains, scores with what it made, and stops by itself', async () => {
  const { send, until, exit } = start()
  const input = trainingInput(keepSets(table, range(60)))
  send({ type: 'request', id: 1, task: 'training.train', input })
  const answer = await until((message) => message.type === 'answer' && message.id === 1)
  if (answer.type !== 'answer' || !('ranker' in answer.output)) throw new Error('no ranker')
  const { ranker } = answer.output
  send({ type: 'request', id: 2, task: 'training.score', input: { table, ranker } })
  const scored = await until((message) => message.type === 'answer' && message.id === 2)
  if (scored.type !== 'answer' || !('probability' in scored.output)) throw new Error('no scores')
  expect(scored.output.probability).toHaveLength(table.rowStart[400]!)
  send({ type: 'stop' })
  expect(await exit).toBe(0)
})

test('a cancel is answered while it trains, and a stop then ends the worker', async () => {
  const { said, send, until, exit } = start()
  send({ type: 'request', id: 1, task: 'training.train', input: trainingInput(table) })
  await until((message) => message.type === 'progress' && message.progress.fraction > 0.02)
  send({ type: 'cancel', id: 1 })
  const end = await until((message) => message.type === 'error' || message.type === 'answer')
  expect(end).toMatchObject({ type: 'error', id: 1, error: { code: 'cancelled' } })
  send({ type: 'stop' })
  expect(await exit).toBe(0)
  expect(said.filter(({ type }) => type === 'error' || type === 'answer')).toHaveLength(1)
})
