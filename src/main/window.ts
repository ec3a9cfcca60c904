/** The one window: sandboxed, isolated, showing nothing but the app's own page. */
import { BrowserWindow, session } from 'electron'
import { pathToFileURL } from 'node:url'

/** Same grey as the page's stage, so that nothing flashes while it loads. */
const BACKGROUND = '#141414'

export interface WindowOptions {
  readonly preloadFile: string
  readonly pageFile: string
}

export function openWindow({ preloadFile, pageFile }: WindowOptions): BrowserWindow {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  )
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 640,
    backgroundColor: BACKGROUND,
    title: 'Setwise',
    show: false,
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  })
  const ownPage = pathToFileURL(pageFile).href
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event, url) => {
    if (url !== ownPage) event.preventDefault()
  })
  window.once('ready-to-show', () => window.show())
  void window.loadFile(pageFile)
  return window
}
