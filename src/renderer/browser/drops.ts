/** A folder dropped anywhere on the window is opened. */
import type { Client } from '../api.ts'
import type { SetwiseStore } from '../store/store.ts'

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
    const file = event.dataTransfer?.files.item(0) ?? null
    const folder = file === null ? '' : client.pathOfDroppedFile(file)
    if (folder === '') store.getState().inform('Drop a folder of pictures from your disk.')
    else void store.getState().openFolder(folder)
  })
}
