/** The application menu. Item ids are stable, so that tests can choose them. */
import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../shared/ipc.ts'

export interface MenuActions {
  readonly openFolder: () => void
  readonly importHistory: () => void
  readonly retrain: () => void
  readonly toPage: (command: MenuCommand) => void
}

/** Keys that the page handles itself (undo, `?`) are shown in the menu but not taken from it. */
const SHOWN_ONLY = { registerAccelerator: false } as const

export function installMenu({ openFolder, importHistory, retrain, toPage }: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        { id: 'open-folder', label: 'Open Folder…', accelerator: 'CmdOrCtrl+O', click: openFolder },
        { id: 'import-history', label: 'Import History…', click: importHistory },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        {
          id: 'undo',
          label: 'Undo Decision',
          accelerator: 'CmdOrCtrl+Z',
          ...SHOWN_ONLY,
          click: () => toPage('undo'),
        },
        { type: 'separator' },
        { role: 'copy' },
      ],
    },
    {
      label: 'View',
      submenu: [
        { id: 'show-review', label: 'Review', click: () => toPage('show-review') },
        { id: 'show-library', label: 'Library', click: () => toPage('show-library') },
        { id: 'show-history', label: 'History', click: () => toPage('show-history') },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: 'Model',
      submenu: [
        { id: 'retrain', label: 'Retrain Now', accelerator: 'CmdOrCtrl+T', click: retrain },
        { id: 'show-receipt', label: 'Latest Receipt', click: () => toPage('show-receipt') },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        {
          id: 'show-keys',
          label: 'Keys',
          accelerator: '?',
          ...SHOWN_ONLY,
          click: () => toPage('show-keys'),
        },
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
