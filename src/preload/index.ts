/** The only bridge between the page and main: one function per channel of the contract, nothing generic. */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import { API_CHANNELS, EVENT_CHANNELS, type Bridge } from '../shared/ipc.ts'

// fromEntries forgets which name belongs to which function; the channel lists are complete by `satisfies`.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const call = Object.fromEntries(
  API_CHANNELS.map((channel) => [
    channel,
    (...input: unknown[]) => ipcRenderer.invoke(channel, ...input),
  ]),
) as Bridge['call']

// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const on = Object.fromEntries(
  EVENT_CHANNELS.map((channel) => [
    channel,
    (listener: (payload: unknown) => void) => {
      // The event itself stays here: it would hand the page a sender.
      const forward = (_event: IpcRendererEvent, payload: unknown): void => listener(payload)
      ipcRenderer.on(channel, forward)
      return () => {
        ipcRenderer.removeListener(channel, forward)
      }
    },
  ]),
) as Bridge['on']

const bridge: Bridge = {
  call,
  on,
  pathOfDroppedFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
}

contextBridge.exposeInMainWorld('setwise', bridge)
