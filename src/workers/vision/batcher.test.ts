import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createBatcher } from './batcher.ts'

test('what is asked for at once makes batches up to the limit, what comes meanwhile the next', async () => {
  const batches: (readonly number[])[] = []
  const double = createBatcher(3, async (inputs: readonly number[]) => {
    batches.push(inputs)
    await setImmediate()
    return inputs.map((value) => 2 * value)
  })
  const first = [1, 2, 3, 4].map(double)
  await first[0]
  const more = [5, 6].map(double)
  expect(await Promise.all([...first, ...more])).toEqual([2, 4, 6, 8, 10, 12])
  expect(batches).toEqual([[1, 2, 3], [4], [5, 6]])
  expect(await double(7)).toBe(14)
})

test('a batch that fails fails for all of it, and for nobody else', async () => {
  const run = createBatcher(2, (inputs: readonly number[]) =>
    inputs.includes(2) ? Promise.reject(new Error('two')) : Promise.resolve(inputs),
  )
  const answers = await Promise.allSettled([1, 2, 3].map(run))
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
})
