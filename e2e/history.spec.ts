/** History in the real app: through the menu, the ledger looked at, pictures added later, learned from. */
import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { ImportReport } from '../src/shared/history.ts'
import { writeHistory } from '../tools/history/history.ts'
import { call, chooseMenu, expect, jobDone, test, WITHOUT_PEOPLE } from './app.ts'

const screens = join(import.meta.dirname, '..', 'docs', 'screens')
/** 128 choices in 15 projects, with every trap. */
const SCALE = 0.006

test('years of choices come in, wait for their pictures, come alive, and teach', async ({
  temporary,
  start,
}) => {
  test.setTimeout(300_000)
  const made = join(temporary, 'made')
  const truth = await writeHistory({ folder: made, scale: SCALE, seed: '1', hasPictures: true })
  // All projects but two are missing at first.
  const later = join(temporary, 'later')
  const pictures = join(made, 'pictures')
  mkdirSync(later)
  const [, , ...missing] = readdirSync(pictures)
  for (const project of missing) renameSync(join(pictures, project), join(later, project))

  const { electron, page } = await start({
    library: join(temporary, 'library'),
    folder: pictures,
    environment: WITHOUT_PEOPLE,
  })
  await jobDone(page, 'features')
  const files = truth.files
    .filter(({ kind }) => kind !== 'embeddings' && kind !== 'hashes')
    .map(({ name }) => join(made, 'history', name))
  const read = truth.files
    .filter(({ kind }) => kind !== 'embeddings' && kind !== 'hashes')
    .reduce((sum, { totals }) => sum + totals.read, 0)
  await answerDialogs(electron, files)
  await chooseMenu(electron, 'import-history')

  const first = await importWith(page, ({ waiting }) => waiting > 0)
  expect(first.read).toBe(read)
  expect(first.imported + first.duplicate + first.waiting + first.quarantined).toBe(read)
  expect(first.imported).toBeGreaterThan(0)
  expect(first.waiting).toBeGreaterThan(100)

  await test.step('the ledger tells of each row', async () => {
    await chooseMenu(electron, 'show-history')
    await expect(page.getByTestId('history')).toBeVisible()
    await page.getByTestId('history-rows').click()
    await expect(page.getByTestId('ledger-row').first()).toBeVisible()
    await page
      .getByRole('button', { name: /^quarantined/i })
      .first()
      .click()
    await page.getByTestId('ledger-row').first().click()
    await expect(page.getByTestId('ledger-text')).not.toBeEmpty()
    await page.screenshot({ path: join(screens, 'history-ledger.png') })
  })

  await test.step('pictures that come later bring waiting rows to life', async () => {
    for (const project of missing) renameSync(join(later, project), join(pictures, project))
    const done = await importWith(page, ({ waiting }) => waiting < 10, 60_000)
    const outcomes = { imported: 0, duplicate: 0, waiting: 0, quarantined: 0 }
    for (const { kind, totals } of truth.files) {
      if (kind === 'embeddings' || kind === 'hashes') continue
      for (const outcome of Object.keys(outcomes) as (keyof typeof outcomes)[]) {
        outcomes[outcome] += totals[outcome]
      }
    }
    expect(done).toMatchObject(outcomes)
  })

  await test.step('retraining uses them', async () => {
    await jobDone(page, 'features')
    const { model } = await call(page, 'app:get-state')
    expect(model.decidedSets).toBeGreaterThan(100)
    await chooseMenu(electron, 'retrain')
    await jobDone(page, 'train')
    const { latestReceipt } = await call(page, 'app:get-state')
    expect(latestReceipt?.decisions).toBeGreaterThan(90)
  })

  await test.step('an import is undone as a whole', async () => {
    await call(page, 'history:undo', first.importId!)
    const { model } = await call(page, 'app:get-state')
    expect(model.decidedSets).toBe(0)
    expect((await imports(page))[0]).toMatchObject({ undone: true })
  })
})

async function imports(page: Page): Promise<readonly ImportReport[]> {
  return call(page, 'history:list')
}

/** The latest import once it is as wanted. */
async function importWith(
  page: Page,
  isWanted: (report: ImportReport) => boolean,
  timeout = 30_000,
): Promise<ImportReport> {
  await expect
    .poll(
      async () => {
        const [latest] = await imports(page)
        const { jobs } = await call(page, 'app:get-state')
        const isRunning = jobs.some(({ kind, phase }) => kind === 'import' && phase === 'running')
        return latest !== undefined && !isRunning && isWanted(latest)
      },
      { timeout },
    )
    .toBe(true)
  const [latest] = await imports(page)
  return latest!
}

/** A person who chooses these files in the system's dialog. */
async function answerDialogs(electron: ElectronApplication, files: readonly string[]) {
  await electron.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
  }, files)
}
