/** What Setwise writes it reads again. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeHistory } from '../../../tools/history/history.ts'
import type { Services } from './compose.ts'
import { openLibrary, quiet, temporaryFolder } from './history.fixture.ts'
import { PLAIN_IMPORT } from './history.ts'

const temporary = temporaryFolder()
const made = join(temporary.folder, 'made')
beforeAll(async () => {
  await writeHistory({ folder: made, scale: 0.006, seed: 'export', hasPictures: true })
}, 120_000)
afterAll(temporary.remove)

async function openPictures(name: string): Promise<Services> {
  const services = openLibrary(join(temporary.folder, name))
  await services.library.choose(join(made, 'pictures'))
  await services.library.scan(quiet())
  return services
}

/** Picks that count, among which images, and when; set by set. */
function choices(services: Services): readonly string[] {
  const { decisions, loadSet } = services
  const pathOf = (setId: Parameters<typeof loadSet>[0], imageId: number | null) =>
    loadSet(setId)?.candidates.find((one) => one.imageId === imageId)?.relativePath
  return decisions
    .journal()
    .filter(({ setId }, index, all) => all.findIndex((one) => one.setId === setId) === index)
    .map(({ setId, setKey }) => {
      const { state, picked } = decisions.standing(setId)
      return `${setKey} ${state} ${pathOf(setId, picked)}`
    })
    .filter((text) => text.includes(' pick '))
    .toSorted()
}

test('an export imported into an empty library gives the same decisions and crops', async () => {
  const first = await openPictures('first')
  await first.history.run([join(made, 'history')], PLAIN_IMPORT, quiet())
  const folder = join(temporary.folder, 'exported')
  const written = await first.exportHistory(folder)
  expect(written.selections).toBeGreaterThan(20)
  expect(written.crops).toBeGreaterThan(15)
  expect(written.leftOut).toBeGreaterThan(0)

  const second = await openPictures('second')
  const report = await second.history.run([folder], PLAIN_IMPORT, quiet())
  expect(report.files.map(({ kind }) => kind)).toEqual([
    'selections',
    'selections-and-crops',
    'crops',
  ])
  // Every crop stands in both crop files.
  expect(report).toMatchObject({ waiting: 0, quarantined: 0, duplicate: written.crops })
  expect(choices(second)).toEqual(choices(first))
  expect(choices(second).length).toBeGreaterThan(50)
  const [before, after] = [first.decisions, second.decisions]
  expect(after.countPicks()).toBe(before.countPicks())
  const { keptAreaDeciles, constantBox } = second.expectations()
  expect({ keptAreaDeciles, constantBox }).toEqual({
    keptAreaDeciles: first.expectations().keptAreaDeciles,
    constantBox: first.expectations().constantBox,
  })
  expect(keptAreaDeciles).toHaveLength(9)
  await Promise.all([first.close(), second.close()])
})
