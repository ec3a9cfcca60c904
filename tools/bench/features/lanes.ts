/** Runs work over many pictures as the vision worker does: several side by side. */
import PQueue from 'p-queue'
import { PICTURES_IN_FLIGHT } from '../../../src/workers/vision/tasks.ts'

/** @returns pictures per second. */
export async function rateOf<Item>(
  items: readonly Item[],
  work: (item: Item) => unknown,
  concurrency = PICTURES_IN_FLIGHT,
): Promise<number> {
  const queue = new PQueue({ concurrency })
  const fromMs = performance.now()
  await Promise.all(items.map((item) => queue.add(async () => void (await work(item)))))
  return (1000 * items.length) / (performance.now() - fromMs)
}

export function show(title: string, rate: number, note = ''): void {
  console.log(`  ${title.padEnd(34)}${rate.toFixed(1).padStart(8)} pictures/s  ${note}`)
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
