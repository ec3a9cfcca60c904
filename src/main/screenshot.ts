/** A picture of the window in a file, for machines without a display. */
import { mkdirSync, renameSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { BrowserWindow } from 'electron'
import type { Log } from './log.ts'

/** How often to ask whether the first set is painted, and how long to let the pictures settle then. */
const POLL_MS = 250
const SETTLE_MS = 3000

/** Writes `file` once the page says that it is ready, whole or not at all. */
export async function writeScreenshotWhenReady(
  window: BrowserWindow,
  file: string,
  log: Log,
): Promise<void> {
  const isReady = (): Promise<unknown> =>
    window.webContents.executeJavaScript('document.documentElement.dataset.ready === "true"')
  while (!window.isDestroyed() && (await isReady()) !== true) await setTimeout(POLL_MS)
  await setTimeout(SETTLE_MS)
  await writeScreenshot(window, file, log)
}

export async function writeScreenshot(
  window: BrowserWindow,
  file: string,
  log: Log,
): Promise<void> {
  if (window.isDestroyed()) return
  const picture = await window.webContents.capturePage()
  mkdirSync(dirname(file), { recursive: true })
  await writeFile(`${file}.unfinished`, picture.toPNG())
  renameSync(`${file}.unfinished`, file)
  log.info(`Screenshot: ${file}`)
}
