/** The whole loop on real Electron: open, decide, retrain, see better suggestions, restart, find everything. */
import { join } from 'node:path'
import { call, chooseMenu, expect, jobDone, shownSet, test, WITHOUT_PEOPLE } from './app.ts'
import { agreementOn, decideByKeyboard, makeSample, simulatedPerson } from './sample.ts'

const SETS = 60
const DECIDED = 40
const screens = join(import.meta.dirname, '..', 'docs', 'screens')

for (const taste of ['dark', '-dark'] as const) {
  test(`a person who likes ${taste} pictures: 40 decisions teach, and everything survives a restart`, async ({
    temporary,
    start,
  }) => {
    test.setTimeout(420_000)
    const folder = join(temporary, 'pictures')
    const library = join(temporary, 'library')
    makeSample(folder, SETS)
    const person = await simulatedPerson(folder, taste)

    // One of them learns with people, the other without.
    const environment = taste === 'dark' ? {} : WITHOUT_PEOPLE
    const first = await start({ library, folder, environment })
    await shownSet(first.page)
    await jobDone(first.page, 'features')
    const { setIds } = await call(first.page, 'review:get-queue')
    expect(setIds).toHaveLength(SETS)

    const decided = await decideByKeyboard(first.page, person, DECIDED)
    const undecided = setIds.filter((setId) => !decided.includes(setId))
    const before = await agreementOn(first.page, person, undecided)

    await chooseMenu(first.electron, 'retrain')
    await jobDone(first.page, 'train')
    await chooseMenu(first.electron, 'show-receipt')
    await expect(first.page.getByTestId('receipt')).toBeVisible()
    const { latestReceipt, model } = await call(first.page, 'app:get-state')
    expect(latestReceipt).toMatchObject({ decisions: DECIDED, promoted: true })
    await expect(first.page.getByTestId('receipt-verdict')).toContainText(latestReceipt!.reason)
    if (taste === 'dark') await first.page.screenshot({ path: join(screens, 'receipt.png') })

    const after = await agreementOn(first.page, person, undecided)
    console.log(
      `${taste}: on ${undecided.length} undecided sets the rule agrees in ${before.rule}, the suggestion in ${before.suggestion} before and ${after.suggestion} after`,
    )
    expect(after.suggestion).toBeGreaterThan(before.suggestion)
    expect(after.suggestion).toBeGreaterThan(after.rule)

    await first.page.keyboard.press('g')
    const position = await shownSet(first.page)
    await first.electron.close()

    const second = await start({ library, environment })
    expect(await shownSet(second.page)).toBe(position)
    const queue = await call(second.page, 'review:get-queue')
    expect(queue.states.filter((state) => state === 'pick')).toHaveLength(DECIDED)
    expect((await call(second.page, 'app:get-state')).model).toEqual(model)
    expect(await agreementOn(second.page, person, undecided)).toEqual(after)
  })
}
