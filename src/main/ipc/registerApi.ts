/** Connects every channel to its handler: check the sender, parse the input, call, answer a Result. */
import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { SetwiseError, toPlainError } from '../../shared/errors.ts'
import { API_CHANNELS, type Api, type ApiChannel } from '../../shared/ipc.ts'
import type { Result } from '../../shared/result.ts'
import type { ApiHandlers } from '../controller.ts'
import type { Log } from '../log.ts'
import { PARSERS } from './parse.ts'

export interface RegisterApiOptions {
  readonly handlers: ApiHandlers
  /** True only for the frame of the app's own page. */
  readonly isOwnPage: (event: IpcMainInvokeEvent) => boolean
  readonly explain: (error: unknown) => unknown
  readonly log: Log
}

export function registerApi({ handlers, isOwnPage, explain, log }: RegisterApiOptions): void {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties parser, handler and answer of one channel together
  const register = <Channel extends ApiChannel>(channel: Channel): void => {
    ipcMain.handle(
      channel,
      async (event, ...input: unknown[]): Promise<Result<ReturnType<Api[Channel]>>> => {
        try {
          if (!isOwnPage(event)) {
            throw new SetwiseError('invalid-request', `${channel} was called by a foreign page.`)
          }
          const value = await handlers[channel](...PARSERS[channel](input))
          return { ok: true, value }
        } catch (error) {
          const explained = explain(error)
          if (!(explained instanceof SetwiseError)) log.error(`${channel}: ${String(explained)}`)
          return { ok: false, error: toPlainError(explained) }
        }
      },
    )
  }
  for (const channel of API_CHANNELS) register(channel)
}
