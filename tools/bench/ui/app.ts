/** Starts an app on real Electron, presses keys, and reads what the app itself marked. */
import { setTimeout as pause } from 'node:timers/promises'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import type { Bridge } from '../../../src/shared/ipc.ts'
import { seededRandom } from '../../sample/random.ts'
import { findElectron, launchOptions } from '../../electron-runtime/index.mjs'

declare global {
  interface Window {
    readonly setwise: Bridge
  }
}

/** Milliseconds from the start of the process. */
export interface StartTimes {
  /** Electron is there and main begins. */
  readonly ready: number
  /** Main has opened its database, its services and its window, and the page is asked for. */
  readonly pageAskedFor: number
  /** The page's script has run. */
  readonly pageLoaded: number
  readonly painted: number
}

export interface StartedApp {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly times: StartTimes
}

const FIRST_PAINT_TIMEOUT_MS = 60_000
/** A quick person: half a second a set, give or take. */
const PAUSE_BETWEEN_KEYS_MS = { shortest: 300, longest: 700 }

/** @param folder with the app's package.json. Returns when the first set (or the empty window) is painted. */
export async function startApp(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<StartedApp> {
  const options = launchOptions(findElectron(), folder, [], environment)
  const startedAtMs = Date.now()
  const electron = await _electron.launch(options)
  const page = await electron.firstWindow()
  await page.waitForFunction(
    () => performance.getEntriesByName('setwise:set-painted').length > 0,
    undefined,
    { polling: 50, timeout: FIRST_PAINT_TIMEOUT_MS },
  )
  const readyAtMs = await askMain(() =>
    electron.evaluate(() => {
      const [ready] = performance.getEntriesByName('setwise:ready')
      return performance.timeOrigin + (ready?.startTime ?? NaN)
    }),
  )
  const marks = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation')
    const loaded =
      navigation instanceof PerformanceNavigationTiming ? navigation.domContentLoadedEventEnd : NaN
    const painted = performance.getEntriesByName('setwise:set-painted')[0]?.startTime ?? NaN
    return { origin: performance.timeOrigin, loaded, painted }
  })
  const originMs = marks.origin - startedAtMs
  return {
    electron,
    page,
    times: {
      ready: readyAtMs - startedAtMs,
      pageAskedFor: originMs,
      pageLoaded: originMs + marks.loaded,
      painted: originMs + marks.painted,
    },
  }
}

/**
 * Asks main. A main that idles runs no promise to its end, and its garbage collector may take the answer
 * away before Playwright has it: then it is asked again.
 */
async function askMain<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!String(error).includes('promise was garbage collected')) throw error
    }
  }
}

/** What a person presses, over and over: mostly decisions, some looking around, some second thoughts. */
const KEYS = '1 2 1 a a ArrowDown 2 1 ArrowUp ArrowDown 1 a 2 1 u 1 3 a ArrowDown 1'.split(' ')

/** Presses `count` keys at a human pace. @returns for each set painted, the milliseconds since its key. */
export async function pressKeys(page: Page, count: number): Promise<number[]> {
  const random = seededRandom('keys')
  const { shortest, longest } = PAUSE_BETWEEN_KEYS_MS
  await page.evaluate(() => performance.clearMarks('setwise:set-painted'))
  for (let index = 0; index < count; index += 1) {
    await page.keyboard.press(KEYS[index % KEYS.length] ?? '1')
    await pause(shortest + random() * (longest - shortest))
  }
  return page.evaluate(() =>
    performance.getEntriesByName('setwise:set-painted').flatMap((entry) => {
      const keyMs: unknown = entry instanceof PerformanceMark ? entry.detail?.keyMs : null
      return typeof keyMs === 'number' ? [keyMs] : []
    }),
  )
}

/** Waits until the scan after the start and the extraction after it have ended. */
export async function untilIdle(page: Page): Promise<void> {
  for (;;) {
    const phases = await page.evaluate(async () => {
      const state = await window.setwise.call['app:get-state']()
      return state.ok ? state.value.jobs.map(({ kind, phase }) => `${kind} ${phase}`) : []
    })
    if (phases.includes('features done')) return
    const failed = phases.find((phase) => phase.endsWith('failed'))
    if (failed !== undefined) throw new Error(`The job ${failed}`)
    await pause(500)
  }
}

/** Keeps the training job running, again and again, until the app is closed. */
export async function keepTraining(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.setwise.on['job:changed'](({ kind, phase }) => {
      if (kind === 'train' && phase === 'done') void window.setwise.call['job:start']('train')
    })
    void window.setwise.call['job:start']('train')
  })
}

/** Watches how long main was busy at one stretch; the answer tells the longest, in milliseconds. */
export async function watchPauses(electron: ElectronApplication): Promise<() => Promise<number>> {
  const watch = await askMain(() =>
    electron.evaluateHandle(() => {
      const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
      const histogram = monitorEventLoopDelay({ resolution: 2 })
      histogram.enable()
      return histogram
    }),
  )
  return () => askMain(() => watch.evaluate((histogram) => histogram.max / 1e6))
}

/** Memory by kind of process, megabytes. */
export async function memory(electron: ElectronApplication): Promise<Record<string, number>> {
  const metrics = await askMain(() =>
    electron.evaluate(({ app }) =>
      app.getAppMetrics().map((one) => [one.type, one.memory.workingSetSize] as const),
    ),
  )
  const megabytes: Record<string, number> = {}
  for (const [type, kilobytes] of metrics) {
    megabytes[type] = (megabytes[type] ?? 0) + kilobytes / 1024
  }
  return megabytes
}
