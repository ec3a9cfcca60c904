/** The page's end of the contract, and the only user of the bridge: errors are thrown here, not returned. */
import { fromPlainError } from '../shared/errors.ts'
import type { Api, ApiChannel, Bridge, EventChannel, Events } from '../shared/ipc.ts'

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly setwise: Bridge
  }
}

export interface Client {
  /**
   * Asks main and waits for the answer.
   * @throws SetwiseError for what a person can understand, CancelledError, or Error for a bug.
   */
  readonly call: <Channel extends ApiChannel>(
    channel: Channel,
    ...input: Parameters<Api[Channel]>
  ) => Promise<ReturnType<Api[Channel]>>
  /** Listens to a push; the answer ends the listening. */
  readonly on: <Channel extends EventChannel>(
    channel: Channel,
    listener: (event: Events[Channel]) => void,
  ) => () => void
  /** Absolute path of a dropped file or folder; empty when it has none. */
  readonly pathOfDroppedFile: (file: File) => string
}

/** Wraps the bridge so that the rest of the page throws and catches as usual. */
export function createClient(bridge: Bridge): Client {
  return {
    call: async (channel, ...input) => {
      const result = await bridge.call[channel](...input)
      if (!result.ok) throw fromPlainError(result.error)
      return result.value
    },
    on: (channel, listener) => bridge.on[channel](listener),
    pathOfDroppedFile: (file) => bridge.pathOfDroppedFile(file),
  }
}
