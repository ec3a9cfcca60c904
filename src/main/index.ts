/** Composition root of the app: build in order, start, shut down. No logic. */
import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import { createController } from './controller.ts'
import { registerApi } from './ipc/registerApi.ts'
import { createLog } from './log.ts'
import { installMenu } from './menu.ts'
import { readPaths } from './paths.ts'
import { announceImageScheme, serveImages } from './protocol.ts'
import { writeScreenshot, writeScreenshotWhenReady } from './screenshot.ts'
import { createServices } from './services/compose.ts'
import { openWindow } from './window.ts'

const paths = readPaths(join(import.meta.dirname, '..'))
const log = createLog((line) => process.stderr.write(line))
const nowMs = (): number => Date.now()

// One window per library: its lock and Chromium's own files lie in the library's folder.
app.setPath('userData', join(paths.libraryFolder, 'window'))
announceImageScheme()

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch(failToStart)
} else {
  log.info(`Setwise is already open with the library ${paths.libraryFolder}.`)
  app.quit()
}

function start(): void {
  const services = createServices({ ...paths, nowMs, log })
  const window = openWindow(paths)
  const controller = createController({
    services,
    version: app.getVersion(),
    push: (channel, event) => {
      if (!window.isDestroyed()) window.webContents.send(channel, event)
    },
    askForFolder: () => askForFolder(window),
    nowMs,
    log,
  })
  const report = (error: unknown): void => showError(services.explain(error))
  serveImages(services.previews, log)
  registerApi({
    handlers: controller.api,
    isOwnPage: (event) => event.senderFrame === window.webContents.mainFrame,
    explain: services.explain,
    log,
  })
  const open = (folder: string | null): void => {
    Promise.resolve(controller.api['library:open'](folder)).catch(report)
  }
  installMenu({
    openFolder: () => open(null),
    retrain: () => void controller.api['job:start']('train'),
    toPage: (command) => window.webContents.send('menu:command', command),
  })
  if (paths.folderToOpen !== null) open(paths.folderToOpen)
  app.on('second-instance', () => window.focus())
  const { screenshotFile } = paths
  if (screenshotFile !== null) {
    writeScreenshotWhenReady(window, screenshotFile, log).catch(report)
  }

  let stopped = false
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void (async () => {
      if (screenshotFile !== null) await writeScreenshot(window, screenshotFile, log)
      await controller.stop()
      await services.close()
    })()
      .catch((error: unknown) => log.error(String(error)))
      .finally(() => {
        stopped = true
        app.quit()
      })
  })
}

async function askForFolder(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a folder of pictures',
    properties: ['openDirectory'],
  })
  return filePaths[0] ?? null
}

function showError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  log.error(message)
  dialog.showErrorBox('Setwise', message)
}

function failToStart(error: unknown): void {
  showError(error)
  app.exit(1)
}
