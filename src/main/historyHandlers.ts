/** What the page can ask about history files. */
import type { ApiHandlers, ControllerOptions } from './controller.ts'
import type { Jobs } from './jobs/jobs.ts'

export interface HistoryHandlerOptions {
  readonly jobs: Jobs
  readonly inBackground: (work: Promise<void>) => void
  readonly pushState: () => void
}

type HistoryChannel = Extract<keyof ApiHandlers, `history:${string}`>

export function createHistoryHandlers(
  { askForFiles }: ControllerOptions,
  _options: HistoryHandlerOptions,
) {
  const handlers: Pick<ApiHandlers, HistoryChannel> = {
    'history:import': async (paths) => {
      if (paths === null) await askForFiles('Import history: choose files')
      return null
    },
    'history:list': () => [],
    'history:rows': () => ({ total: 0, rows: [] }),
    'history:undo': () => null,
    'history:retry': () => null,
    'history:export-ledger': () => null,
    'history:expectations': () => ({
      projects: [],
      keptAreaDeciles: null,
      constantBox: null,
      trainable: 0,
      missing: [],
    }),
  }
  return { handlers }
}
