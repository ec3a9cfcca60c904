/** kill -9 at random moments, twenty times: what was acknowledged on screen is in the journal. */
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import type { SetId } from '../src/shared/domain.ts'
import { seededRandom } from '../tools/sample/random.ts'
import { call, expect, jobDone, shownSet, test, type RunningApp, WITHOUT_PEOPLE } from './app.ts'
import { makeSample } from './sample.ts'

const KILLS = 20
/** Long enough to kill while opening, while extracting and while deciding. */
const LONGEST_LIFE_MS = 4000
/** A person takes a moment for each set. */
const LONGEST_THOUGHT_MS = 400
const SETS = 200
/** Some sets stay open, so that every life has one to decide. */
const MOST_DECISIONS = SETS - 20

test('twenty kills: no acknowledged decision is missing, the database is whole, extraction resumes', async ({
  temporary,
  start,
}) => {
  test.setTimeout(600_000)
  const folder = join(temporary, 'pictures')
  const library = join(temporary, 'library')
  makeSample(folder, SETS)
  const random = seededRandom('twenty kills')
  const acknowledged = new Map<SetId, string>()
  let features = new Map<string, number>()

  for (let kill = 0; kill < KILLS; kill += 1) {
    const app = await start({ library, folder, environment: WITHOUT_PEOPLE })
    const life = setTimeout(300 + random() * LONGEST_LIFE_MS)
    const deciding = decideUntilKilled(app, acknowledged, random)
    await life
    app.electron.process().kill('SIGKILL')
    await deciding
    features = checkDatabase(library, acknowledged, features)
  }
  expect(acknowledged.size, 'the killed apps acknowledged something').toBeGreaterThan(KILLS)
  expect(features.size, 'the killed apps extracted something').toBeGreaterThan(0)

  const last = await start({ library, environment: WITHOUT_PEOPLE })
  await shownSet(last.page)
  const queue = await call(last.page, 'review:get-queue')
  for (const [setId, action] of acknowledged) {
    expect(queue.states[queue.setIds.indexOf(setId)]).toBe(action)
  }
  await jobDone(last.page, 'features')
  await last.electron.close()
  const finished = checkDatabase(library, acknowledged, features)
  expect(finished.size).toBeGreaterThan(300)
  console.log(
    `${KILLS} kills: ${acknowledged.size} acknowledged decisions, all there; ${features.size} of ${finished.size} extracted values were there by then and not computed again`,
  )
})

/** Presses keys and notes a decision once the app shows another set: that is the acknowledgement. */
async function decideUntilKilled(
  { page }: RunningApp,
  acknowledged: Map<SetId, string>,
  random: () => number,
): Promise<void> {
  try {
    let setId = await shownSet(page)
    while (acknowledged.size < MOST_DECISIONS) {
      const key = ['1', '2', 'r', 's'][Math.floor(random() * 4)] ?? 's'
      await setTimeout(random() * LONGEST_THOUGHT_MS)
      await page.keyboard.press(key)
      await page.waitForFunction(
        (before) => {
          const { setId: now } = document.documentElement.dataset
          return now !== undefined && now !== String(before)
        },
        setId,
        { polling: 'raf' },
      )
      acknowledged.set(setId, key === 'r' ? 'reject' : key === 's' ? 'skip' : 'pick')
      setId = await shownSet(page)
    }
  } catch (error) {
    // The app was killed under our hands: that is the test.
    if (!/closed|crashed|ECONNRESET|Target/.test(String(error))) throw error
  }
}

/** @returns the stored features: content and extractor -> row, to see that none is computed twice. */
function checkDatabase(
  library: string,
  acknowledged: ReadonlyMap<SetId, string>,
  before: ReadonlyMap<string, number>,
): Map<string, number> {
  const database = new Sqlite(join(library, 'setwise.db'))
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    const current = database.prepare<[SetId], { action: string }>(
      'SELECT action FROM current_decision WHERE set_id = ?',
    )
    for (const [setId, action] of acknowledged) expect(current.get(setId)).toEqual({ action })
    const rows = database
      .prepare<[], { hash: string; id: number }>(
        'SELECT content_hash || extractor || version AS hash, extraction_id AS id FROM extraction',
      )
      .all()
    const features = new Map(rows.map(({ hash, id }) => [hash, id]))
    for (const [hash, id] of before) expect(features.get(hash)).toBe(id)
    return features
  } finally {
    database.close()
  }
}
