/** What the page can ask about history files. Imports, retries and undos wait for one another. */
import { writeLedger } from './services/historyLedger.ts'
import { PLAIN_IMPORT } from './services/history.ts'
import type { ApiHandlers, ControllerOptions } from './controller.ts'
import type { JobContext, Jobs } from './jobs/jobs.ts'

export interface HistoryHandlerOptions {
  readonly jobs: Jobs
  readonly inBackground: (work: Promise<void>) => void
  readonly pushState: () => void
}

type HistoryChannel = Extract<keyof ApiHandlers, `history:${string}`>

export function createHistoryHandlers(
  { services, push, askForFiles, askForNewFile }: ControllerOptions,
  { jobs, inBackground, pushState }: HistoryHandlerOptions,
) {
  const { history } = services
  // A job is cancelled by the next one of its kind: files dropped during an import would end it.
  let queue: Promise<unknown> = Promise.resolve()
  let isStopped = false

  const inTurn = async (work: () => void | Promise<void>): Promise<void> => {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    await turn
  }

  const tellWhatChanged = (): void => {
    push('history:changed', null)
    push('library:changed', null)
    pushState()
  }

  const asJob = (title: string, work: (context: JobContext) => Promise<unknown>): void =>
    inBackground(
      inTurn(async () => {
        if (isStopped) return
        await jobs.run('import', title, async (context) => {
          await work(context)
        })
        tellWhatChanged()
      }),
    )

  const retry = (withQuarantined: boolean): void =>
    asJob('Looking again at what waits', (context) => history.retry(withQuarantined, context))

  const handlers: Pick<ApiHandlers, HistoryChannel> = {
    'history:import': async (given) => {
      const paths = given ?? (await askForFiles('Import history: choose files'))
      if (paths === null) return null
      asJob('Importing history', (context) => history.run(paths, PLAIN_IMPORT, context))
      return null
    },
    'history:list': history.list,
    'history:rows': history.rows,
    'history:undo': async (importId) => {
      await inTurn(() => history.undo(importId))
      tellWhatChanged()
      return null
    },
    'history:retry': () => {
      retry(true)
      return null
    },
    'history:export-ledger': async (query) => {
      const file = await askForNewFile('Export the ledger', 'setwise-ledger.csv')
      if (file !== null) await writeLedger(file, history.rows, query)
      return file
    },
    'history:expectations': services.expectations,
  }

  return {
    handlers,
    /** Begins nothing new; resolves when what runs has ended. */
    stop: async (): Promise<void> => {
      isStopped = true
      await queue
    },
    /** Waiting rows come alive when their pictures are there. */
    afterScan: (): void => {
      if (history.isWaiting() && history.hasNewPictures()) retry(false)
    },
  }
}
