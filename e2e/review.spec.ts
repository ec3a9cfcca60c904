/** The review screen under real keys. */
import { join } from 'node:path'
import {
  call,
  chooseMenu,
  expect,
  jobDone,
  nextSet,
  shownSet,
  test,
  WITHOUT_PEOPLE,
} from './app.ts'
import { decideByKeyboard, loadSet, makeSample, simulatedPerson } from './sample.ts'

const screens = join(import.meta.dirname, '..', 'docs', 'screens')

test('every key does what the sheet says, and undo brings the set back', async ({
  temporary,
  start,
}) => {
  const folder = join(temporary, 'pictures')
  makeSample(folder, 12)
  const { electron, page } = await start({ library: join(temporary, 'library'), folder })
  const first = await shownSet(page)
  await jobDone(page, 'features')
  const state = async (setId: typeof first) => (await loadSet(page, setId)).state

  await test.step('Enter keeps exactly the marked image', async () => {
    const marked = await page.locator('[data-suggested="true"]').getAttribute('data-image-id')
    await page.keyboard.press('Enter')
    const second = await nextSet(page, first)
    const { picked } = await loadSet(page, first)
    expect(picked).toBe(Number(marked))
    await expect(page.getByTestId('undo-hint')).toContainText('kept')

    await page.keyboard.press('Control+z')
    expect(await nextSet(page, second)).toBe(first)
    expect(await state(first)).toBe('open')
  })

  await test.step('A number keeps that image, R rejects, S skips', async () => {
    await page.keyboard.press('2')
    const second = await nextSet(page, first)
    const { set, picked } = await loadSet(page, first)
    expect(picked).toBe(set.candidates[1]!.imageId)
    await page.keyboard.press('r')
    const third = await nextSet(page, second)
    expect(await state(second)).toBe('reject')
    await page.keyboard.press('s')
    await nextSet(page, third)
    expect(await state(third)).toBe('skip')
  })

  await test.step('Arrows walk, and change nothing', async () => {
    const here = await shownSet(page)
    await page.keyboard.press('ArrowUp')
    const above = await nextSet(page, here)
    await page.keyboard.press('ArrowDown')
    expect(await nextSet(page, above)).toBe(here)
    expect(await state(here)).toBe('open')
  })

  await test.step('A number without an image does nothing', async () => {
    const here = await shownSet(page)
    await page.keyboard.press('9')
    await page.keyboard.press('ArrowUp')
    const above = await nextSet(page, here)
    expect(await state(here)).toBe('open')
    await page.keyboard.press('ArrowDown')
    await nextSet(page, above)
  })

  await test.step('Help > Keys shows the sheet; Escape closes it', async () => {
    await chooseMenu(electron, 'show-keys')
    await expect(page.getByTestId('keys-sheet')).toBeVisible()
    await page.screenshot({ path: join(screens, 'keys.png') })
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('keys-sheet')).toBeHidden()
  })

  await test.step('Retrain below 30 decided sets says why it cannot learn yet', async () => {
    await chooseMenu(electron, 'retrain')
    await jobDone(page, 'train')
    await chooseMenu(electron, 'show-receipt')
    await expect(page.getByTestId('receipt-verdict')).toContainText('30')
    await page.keyboard.press('g')
  })

  await test.step('The journal holds every line, undo included', async () => {
    await page.keyboard.press('u')
    await expect
      .poll(
        async () =>
          (await call(page, 'review:get-queue')).states.filter((one) => one !== 'open').length,
      )
      .toBe(2)
  })
})

test('keys pressed faster than any hand are neither lost nor doubled', async ({
  temporary,
  start,
}) => {
  const folder = join(temporary, 'pictures')
  makeSample(folder, 30)
  const { page } = await start({
    library: join(temporary, 'library'),
    folder,
    environment: WITHOUT_PEOPLE,
  })
  await shownSet(page)
  await jobDone(page, 'features')
  for (let press = 0; press < 20; press += 1) await page.keyboard.press('1')
  await expect
    .poll(
      async () =>
        (await call(page, 'review:get-queue')).states.filter((one) => one === 'pick').length,
    )
    .toBe(20)
  const { setIds, states } = await call(page, 'review:get-queue')
  for (const [index, setId] of setIds.entries()) {
    const { set, picked } = await loadSet(page, setId)
    expect(picked).toBe(states[index] === 'pick' ? set.candidates[0]!.imageId : null)
  }
})

test('the rooms: welcome, library, and review with a learned suggestion, on a small and a large screen', async ({
  temporary,
  start,
}) => {
  test.setTimeout(300_000)
  const folder = join(temporary, 'pictures')
  makeSample(folder, 36, null)
  const person = await simulatedPerson(folder, 'warm')
  const { electron, page } = await start({
    library: join(temporary, 'library'),
    environment: WITHOUT_PEOPLE,
  })
  await expect(page.getByTestId('welcome')).toBeVisible()
  await page.screenshot({ path: join(screens, 'welcome.png') })

  await call(page, 'library:open', folder)
  await shownSet(page)
  await jobDone(page, 'features')
  await decideByKeyboard(page, person, 32)
  await chooseMenu(electron, 'retrain')
  await jobDone(page, 'train')
  const here = await shownSet(page)
  await page.keyboard.press('ArrowDown')
  const below = await nextSet(page, here)
  await page.keyboard.press('ArrowUp')
  await nextSet(page, below)
  await expect(page.getByTestId('confidence')).toContainText('%')

  const resize = (width: number, height: number) =>
    electron.evaluate(
      ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
      [width, height] as const,
    )
  for (const [width, height] of [
    [1280, 800],
    [1440, 870],
  ] as const) {
    await resize(width, height)
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
    await shownSet(page)
    await page.screenshot({ path: join(screens, `review-${width}.png`) })
  }
  await page.keyboard.press('l')
  await expect(page.getByTestId('singles')).toBeVisible()
  await page.screenshot({ path: join(screens, 'library.png') })
})
