/** Composition root of the app: build in order, start, shut down. No logic. */
import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import { createController } from './controller.ts'
import { processChannel, threadChannel } from './jobs/workerChannel.ts'
import { registerApi } from './ipc/registerApi.ts'
import { lockLibrary } from './libraryLock.ts'
import { createLog } from './log.ts'
import { installMenu } from './menu.ts'
import { findPeopleInWindow } from './people/findPeopleInWindow.ts'
import { readPaths } from './paths.ts'
import { announceSchemes, serveImages } from './protocol.ts'
import { writeScreenshot, writeScreenshotWhenReady } from './screenshot.ts'
import { createServices } from './services/compose.ts'
import { openWindow } from './window.ts'

const paths = readPaths(join(import.meta.dirname, '..'))
const log = createLog((line) => process.stderr.write(line))
const nowMs = (): number => Date.now()

announceSchemes()
try {
  if (lockLibrary(paths.libraryFolder)) {
    app.whenReady().then(start).catch(failToStart)
  } else {
    log.info(`Setwise is already open with the library ${paths.libraryFolder}.`)
    app.quit()
  }
} catch (error) {
  void app.whenReady().then(() => failToStart(error))
}

async function start(): Promise<void> {
  // Read by the benchmark of the start.
  performance.mark('setwise:ready')
  const people = findPeopleInWindow(paths, log)
  const services = createServices({
    ...paths,
    openVision:
      paths.visionNodeFile === null
        ? threadChannel(paths.visionWorkerFile)
        : processChannel(paths.visionWorkerFile, paths.visionNodeFile),
    openTraining: threadChannel(paths.trainingWorkerFile),
    people,
    nowMs,
    log,
  })
  // Before the page asks what is open; it then has the folder read when the first set is on its way.
  if (paths.folderToOpen !== null) {
    await services.library.choose(paths.folderToOpen).catch((error: unknown) => {
      services.warn(sentenceOf(services.explain(error)))
    })
  }
  const window = openWindow(paths)
  // While the page loads. When it fails, the first set says so.
  services.suggestions.warmUp().catch(() => undefined)
  const controller = createController({
    services,
    version: app.getVersion(),
    push: (channel, event) => {
      if (!window.isDestroyed()) window.webContents.send(channel, event)
    },
    askForFolder: (title) => askForFolder(window, title),
    askForFiles: (title) => askForFiles(window, title),
    askForNewFile: (title, name) => askForNewFile(window, title, name),
    nowMs,
    log,
  })
  const report = (error: unknown): void => void showError(services.explain(error), window)
  serveImages(services.previews, services.explain, log)
  registerApi({
    handlers: controller.api,
    isOwnPage: (event) => event.senderFrame === window.webContents.mainFrame,
    explain: services.explain,
    log,
  })
  installMenu({
    openFolder: () => void Promise.resolve(controller.api['library:open'](null)).catch(report),
    importHistory: () => void Promise.resolve(controller.api['history:import'](null)).catch(report),
    retrain: () => void controller.api['job:start']('train'),
    toPage: (command) => window.webContents.send('menu:command', command),
  })
  app.on('second-instance', () => window.focus())
  const { screenshotFile } = paths
  if (screenshotFile !== null) {
    writeScreenshotWhenReady(window, screenshotFile, log).catch(report)
  }

  let stopped = false
  // Not when all windows are closed: the hidden one that looks for people never is.
  window.on('closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void (async () => {
      if (screenshotFile !== null) await writeScreenshot(window, screenshotFile, log)
      // A picture in the hidden window is not waited for.
      await Promise.all([people.stop(), controller.stop()])
      await services.close()
    })()
      .catch((error: unknown) => log.error(String(error)))
      .finally(() => {
        stopped = true
        app.quit()
      })
  })
}

async function askForFolder(window: BrowserWindow, title: string): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: ['openDirectory'],
  })
  return filePaths[0] ?? null
}

async function askForFiles(
  window: BrowserWindow,
  title: string,
): Promise<readonly string[] | null> {
  // Only macOS shows a dialog in which both files and folders can be chosen.
  const folders = process.platform === 'darwin' ? (['openDirectory'] as const) : []
  const { filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: ['openFile', 'multiSelections', ...folders],
  })
  return filePaths.length === 0 ? null : filePaths
}

async function askForNewFile(
  window: BrowserWindow,
  title: string,
  name: string,
): Promise<string | null> {
  const { filePath } = await dialog.showSaveDialog(window, { title, defaultPath: name })
  return filePath === '' ? null : filePath
}

/** To the log first; then in a dialog that holds up nothing, unless nobody is there to close it. */
async function showError(error: unknown, window: BrowserWindow | null): Promise<void> {
  const message = sentenceOf(error)
  log.error(message)
  if (paths.isUnattended) return
  const options = { type: 'error', title: 'Setwise', message } as const
  await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function failToStart(error: unknown): Promise<void> {
  await showError(error, null)
  app.exit(1)
}
