/** What is dropped anywhere on the window: a folder is opened, history files are imported. */
import { PICTURE_EXTENSIONS } from '../../core/sets/pictureNames.ts'
import type { Client } from '../api.ts'
import type { SetwiseStore } from '../store/store.ts'

/** Files that are pictures by their names: their folder is wanted, and main says so. */
const PICTURE = new RegExp(`\\.(${[...PICTURE_EXTENSIONS].join('|')})$`, 'i')

/** Also keeps the window from navigating to a dropped file. `data-dropping` on the root marks the hover. */
export function bindDrops(
  target: Window,
  root: HTMLElement,
  store: SetwiseStore,
  client: Client,
): void {
  const setDropping = (isDropping: boolean): void => {
    root.dataset['dropping'] = String(isDropping)
  }
  target.addEventListener('dragover', (event) => {
    event.preventDefault()
    setDropping(true)
  })
  target.addEventListener('dragleave', (event) => {
    // Leaving one element for another inside the window has a related target.
    if (event.relatedTarget === null) setDropping(false)
  })
  target.addEventListener('drop', (event) => {
    event.preventDefault()
    setDropping(false)
    const dropped = droppedThings(event.dataTransfer, client)
    const [first] = dropped
    const history = dropped.filter(({ path, isFolder }) => !isFolder && !PICTURE.test(path))
    if (first === undefined) {
      store.getState().inform('Drop a folder of pictures or history files from your disk.')
    } else if (first.isFolder || history.length === 0) void store.getState().openFolder(first.path)
    else void store.getState().importHistory(history.map(({ path }) => path))
  })
}

interface Dropped {
  readonly path: string
  readonly isFolder: boolean
}

/** Things without a place on the disk (a picture out of a web page) are left out. */
function droppedThings(transfer: DataTransfer | null, client: Client): readonly Dropped[] {
  if (transfer === null) return []
  return Array.from(transfer.items).flatMap((item) => {
    const file = item.getAsFile()
    const path = file === null ? '' : client.pathOfDroppedFile(file)
    return path === '' ? [] : [{ path, isFolder: item.webkitGetAsEntry()?.isDirectory === true }]
  })
}
