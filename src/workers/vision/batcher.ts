/** Joins what is asked for at the same time into batches. */

interface Waiting<Input, Output> {
  readonly input: Input
  readonly resolve: (output: Output) => void
  readonly reject: (thrown: unknown) => void
}

/**
 * Nobody waits for a batch to fill: whatever has come while the last batch ran makes the next one.
 * @param limit most inputs in a batch.
 * @param run answers one output for each input, in their order. When it throws, all of the batch fail.
 */
export function createBatcher<Input, Output>(
  limit: number,
  run: (inputs: readonly Input[]) => Promise<readonly Output[]>,
): (input: Input) => Promise<Output> {
  const waiting: Waiting<Input, Output>[] = []
  let isRunning = false
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, limit)
      try {
        const outputs = await run(batch.map(({ input }) => input))
        batch.forEach(({ resolve, reject }, index) => {
          const output = outputs[index]
          if (output === undefined) reject(new Error(`A batch left its input ${index} unanswered`))
          else resolve(output)
        })
      } catch (thrown) {
        for (const { reject } of batch) reject(thrown)
      }
    }
    isRunning = false
  }
  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject })
      if (isRunning) return
      isRunning = true
      // What becomes ready in the same turn of the event loop still comes along.
      setImmediate(() => void drain())
    })
}
