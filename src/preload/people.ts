/** Of the hidden window: hands main's end of the channel on to the page, and nothing else. */
import { ipcRenderer } from 'electron'
import { PEOPLE_PORT } from '../shared/peopleProtocol.ts'

ipcRenderer.on(PEOPLE_PORT, (event) => {
  window.postMessage(PEOPLE_PORT, window.location.origin, event.ports)
})
