/** Starts the real app on a throw-away library, and speaks to it as a person would: keys, menu, screen. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  _electron,
  expect,
  test as base,
  type ElectronApplication,
  type Page,
} from '@playwright/test'
import { findElectron, launchOptions } from '../tools/electron-runtime/index.mjs'
import type { SetId } from '../src/shared/domain.ts'
import type { Api, ApiChannel, Bridge } from '../src/shared/ipc.ts'

const projectFolder = join(import.meta.dirname, '..')

declare global {
  interface Window {
    readonly setwise: Bridge
  }
}

export interface RunningApp {
  readonly electron: ElectronApplication
  readonly page: Page
  /** What the main process wrote on stderr so far. */
  readonly log: () => string
}

export interface StartOptions {
  readonly library: string
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Words before the command, see UNPRIVILEGED. */
  readonly prefix?: readonly string[]
}

/** The search for people takes longest: for tests that are about other things. */
export const WITHOUT_PEOPLE = { SETWISE_PEOPLE_MODELS: '/nowhere' }

/** Starts the app as `npm start` does, and waits for its page. */
export async function startApp(options: StartOptions): Promise<RunningApp> {
  const folders = options.folder === undefined ? [] : [options.folder]
  const launch = launchOptions(findElectron(), projectFolder, folders, {
    SETWISE_LIBRARY: options.library,
    ...options.environment,
  })
  if (options.prefix !== undefined && options.prefix.length > 0) {
    // A script, because Playwright puts switches of its own before the arguments.
    const script = `${options.library}.start`
    const words = [...options.prefix, launch.executablePath].map((word) => `'${word}'`)
    writeFileSync(script, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, { mode: 0o755 })
    launch.executablePath = script
  }
  const electron = await _electron.launch(launch)
  let log = ''
  const child = electron.process()
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()))
  child.once('exit', (code, signal) => (log += `[ended with ${code ?? signal}]`))
  const page = await electron.firstWindow()
  return { electron, page, log: () => log }
}

/** Waits until a set is painted, and tells which one it is. */
export async function shownSet(page: Page): Promise<SetId> {
  const shown = await page.waitForFunction(() => {
    const { ready, setId } = document.documentElement.dataset
    return ready === 'true' && setId
  })
  return Number(await shown.jsonValue()) as SetId
}

/** Waits until another set than `before` is painted. */
export async function nextSet(page: Page, before: SetId): Promise<SetId> {
  await page.waitForFunction(
    (id) =>
      document.documentElement.dataset['ready'] === 'true' &&
      document.documentElement.dataset['setId'] !== String(id),
    before,
  )
  return shownSet(page)
}

/** Asks main what the page itself asks. */
export async function call<Channel extends ApiChannel>(
  page: Page,
  channel: Channel,
  ...input: Parameters<Api[Channel]>
): Promise<ReturnType<Api[Channel]>> {
  const result = await page.evaluate(
    async ([name, args]) =>
      // The channel and its arguments fit together by this function's own signature.
      (window.setwise.call[name] as (...values: readonly unknown[]) => Promise<unknown>)(...args),
    [channel, input] as const,
  )
  const answer = result as { ok: boolean; value: ReturnType<Api[Channel]>; error?: unknown }
  if (!answer.ok) throw new Error(`${channel}: ${JSON.stringify(answer.error)}`)
  return answer.value
}

/** Chooses a menu item by its id, as a click would. */
export async function chooseMenu(electron: ElectronApplication, id: string): Promise<void> {
  await electron.evaluate(({ Menu }, itemId) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(itemId)
    if (!item) throw new Error(`There is no menu item ${itemId}`)
    item.click()
  }, id)
}

/** Waits until no job runs and the job of this kind has ended as it should. */
export async function jobDone(page: Page, kind: 'scan' | 'features' | 'train'): Promise<void> {
  await expect
    .poll(
      async () => {
        const { jobs } = await call(page, 'app:get-state')
        return jobs.find((job) => job.kind === kind)?.phase ?? 'not started'
      },
      { timeout: 240_000, intervals: [250] },
    )
    .toBe('done')
}

interface Fixtures {
  /** A folder that is removed after the test. */
  readonly temporary: string
  /** Starts the app; every app is closed after the test. */
  readonly start: (options: StartOptions) => Promise<RunningApp>
}

export const test = base.extend<Fixtures>({
  // Playwright reads the names of fixtures from a destructured first argument, even an empty one.
  // oxlint-disable-next-line no-empty-pattern
  temporary: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'setwise-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  // oxlint-disable-next-line no-empty-pattern
  start: async ({}, use, testInfo) => {
    const running: RunningApp[] = []
    await use(async (options) => {
      const app = await startApp(options)
      running.push(app)
      return app
    })
    if (testInfo.status !== testInfo.expectedStatus) {
      for (const { log } of running) console.log(`The app said:\n${log()}`)
    }
    for (const { electron } of running) await electron.close().catch(() => {})
  },
})

export { expect }
