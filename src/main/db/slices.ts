/** Long writes go in slices, so that a keystroke never waits behind them. */
import { setImmediate } from 'node:timers/promises'
import type { Database } from './openDatabase.ts'

/** Rows per transaction: about 10 ms of work (DESIGN, "Threads and data"). */
const ROWS_PER_SLICE = 2000

/**
 * Writes `items` in transactions of at most 2,000 and lets other work run between them.
 * A crash between two slices leaves whole slices: the caller's write must be repeatable.
 */
export async function writeInSlices<Item>(
  database: Database,
  items: readonly Item[],
  write: (item: Item, index: number) => void,
): Promise<void> {
  for (let start = 0; start < items.length; start += ROWS_PER_SLICE) {
    database.transaction(() => {
      items.slice(start, start + ROWS_PER_SLICE).forEach((item, i) => write(item, start + i))
    })()
    await setImmediate()
  }
}
