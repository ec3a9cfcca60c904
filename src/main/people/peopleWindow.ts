/** The hidden window that looks for people: sandboxed, without a network, with its own page and nothing else. */
import { BrowserWindow, MessageChannelMain, session, type Session } from 'electron'
import {
  PEOPLE_ORIGIN,
  PEOPLE_PORT,
  PEOPLE_SCHEME,
  type FromPeopleWorker,
  type ToPeopleWorker,
} from '../../shared/peopleProtocol.ts'
import type { PeopleWindow, PeopleWindowListener } from './peopleFinder.ts'
import { answerPeopleRequest, pictureUrl, type ServedFolders } from './servePeople.ts'

export interface PeopleWindowOptions extends ServedFolders {
  readonly preloadFile: string
}

/** In memory: no name that begins with `persist:`. */
const PARTITION = 'setwise-people'
const PAGE = `${PEOPLE_ORIGIN}/people.html`

export function openPeopleWindow(
  options: PeopleWindowOptions,
  { onMessage, onGone }: PeopleWindowListener,
): PeopleWindow {
  let asked: { readonly id: number; readonly file: string } | null = null
  const own = session.fromPartition(PARTITION)
  isolate(own)
  if (own.protocol.isProtocolHandled(PEOPLE_SCHEME)) own.protocol.unhandle(PEOPLE_SCHEME)
  own.protocol.handle(PEOPLE_SCHEME, ({ url }) =>
    answerPeopleRequest(url, options, (id) => (asked?.id === id ? asked.file : null)),
  )

  const window = new BrowserWindow({
    show: false,
    width: 320,
    height: 240,
    skipTaskbar: true,
    webPreferences: {
      session: own,
      preload: options.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // Chromium slows the timers and workers of windows that nobody sees.
      backgroundThrottling: false,
    },
  })
  const { webContents } = window
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', (event) => event.preventDefault())
  webContents.on('render-process-gone', (_event, { reason }) => onGone(reason))

  const { port1: port, port2: portOfWorker } = new MessageChannelMain()
  port.on('message', ({ data }: { data: FromPeopleWorker }) => onMessage(data))
  port.start()
  window.loadURL(PAGE).then(
    () => {
      if (!window.isDestroyed()) webContents.postMessage(PEOPLE_PORT, null, [portOfWorker])
    },
    (error: unknown) => onGone(error instanceof Error ? error.message : String(error)),
  )

  return {
    look: (id, file) => {
      asked = { id, file }
      const message: ToPeopleWorker = { type: 'look', id, url: pictureUrl(id) }
      port.postMessage(message)
    },
    close: () => {
      port.close()
      if (!window.isDestroyed()) window.destroy()
    },
  }
}

/** The policy of the page forbids it all too; this holds even if a page were served without. */
function isolate(own: Session): void {
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  own.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !url.startsWith(`${PEOPLE_ORIGIN}/`) }),
  )
}
