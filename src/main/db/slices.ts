/** Long writes go in slices, so that a keystroke never waits behind them. */
import { setImmediate } from 'node:timers/promises'
import { withoutWaiting } from './commit.ts'
import type { Database } from './openDatabase.ts'

/** Items per transaction: a file is one row, a set about five, so at most 2,000 rows and about 10 ms. */
const ITEMS_PER_SLICE = 400

/**
 * Writes `items` in transactions of at most 400 and lets other work run between them.
 * A crash between two slices leaves whole slices, and a power cut may take the latest: the caller's write
 * must be repeatable.
 */
export async function writeInSlices<Item>(
  database: Database,
  items: readonly Item[],
  write: (item: Item, index: number) => void,
): Promise<void> {
  for (let start = 0; start < items.length; start += ITEMS_PER_SLICE) {
    const writeSlice = database.transaction(() => {
      items.slice(start, start + ITEMS_PER_SLICE).forEach((item, i) => write(item, start + i))
    })
    withoutWaiting(database, writeSlice)
    await setImmediate()
  }
}
