/** The app as a whole: what main says, the room that is open, what is told to the person. */
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { MenuCommand } from '../../shared/ipc.ts'
import type { JobKind, JobState } from '../../shared/jobs.ts'
import { assertNever } from '../../shared/errors.ts'
import { counted } from '../words/numbers.ts'
import type { Ports } from './ports.ts'
import type { SerialQueue } from './serialQueue.ts'
import type { AppSlice, SliceCreator } from './state.ts'

const IS_OVER: Readonly<Record<JobState['phase'], boolean>> = {
  running: false,
  paused: false,
  cancelling: false,
  done: true,
  cancelled: true,
  failed: true,
}

export const createAppSlice =
  ({ client, screen }: Ports, actions: SerialQueue): SliceCreator<AppSlice> =>
  (set, get) => {
    const onJob = (job: JobState): void => {
      const { app } = get()
      if (app !== null) {
        const others = app.jobs.filter((other) => other.kind !== job.kind)
        set({ app: { ...app, jobs: [...others, job] } })
      }
      if (job.phase === 'failed') {
        set({ notice: { kind: 'error', text: job.message ?? `${job.title} failed.` } })
      }
      if (job.kind === 'import' && IS_OVER[job.phase]) void get().importEnded(job.phase)
      if (job.kind === 'train' && job.phase === 'done') get().trainingEnded()
      if (job.kind === 'features' && job.phase === 'done') void get().loadInsight()
    }

    const askJob =
      (channel: 'job:start' | 'job:cancel' | 'job:pause' | 'job:resume') =>
      (kind: JobKind): void => {
        client.call(channel, kind).catch((error: unknown) => get().report(error))
      }

    const onMenu = (command: MenuCommand): void => {
      switch (command) {
        case 'show-keys':
          return get().showKeys(true)
        case 'show-history':
          return get().showHistory()
        case 'show-library':
          return get().goTo('library')
        case 'show-review':
          return get().goTo('review')
        case 'show-receipt':
          return get().goTo('training')
        case 'undo':
          return get().undo(null)
        default:
          return assertNever(command)
      }
    }

    return {
      app: null,
      room: 'review',
      keysShown: false,
      notice: null,
      dismissedWarnings: [],

      start: () => {
        client.on('app:state-changed', (app) => set({ app }))
        client.on('job:changed', onJob)
        client.on('library:changed', () => {
          get().reloadQueue()
          if (get().lists !== null) void get().loadLists()
        })
        client.on('history:changed', () => get().historyChanged())
        client.on('suggestions:changed', () => {
          get().refreshSuggestions()
          // Suggestions change when features come.
          void get().loadInsight()
        })
        client.on('menu:command', onMenu)
        actions.add(async () => {
          const app = await client.call('app:get-state')
          set({ app })
          if (app.library === null) {
            screen.announce({ setId: null, keyAtMs: null, paintedAtMs: await screen.nextPaint() })
          }
        })
        get().reloadQueue()
        // After the first set is on the glass.
        actions.add(() => {
          get().followImports()
          return Promise.resolve()
        })
      },

      goTo: (room) => {
        if (get().app?.library == null && room === 'library') return
        set({ room, keysShown: false, ...(room === 'training' ? { receiptWaits: false } : {}) })
        if (room === 'library') {
          void get().loadLists()
          if (get().libraryTab === 'history') void get().loadHistory()
        }
      },

      showKeys: (shown) => set({ keysShown: shown }),

      close: () => {
        const { keysShown, notice, room, panelShown } = get()
        if (keysShown) set({ keysShown: false })
        else if (notice !== null) set({ notice: null })
        else if (room === 'review' && panelShown) get().togglePanel()
        else set({ room: 'review' })
      },

      inform: (text) => set({ notice: { kind: 'info', text } }),

      report: (error, droppedKeys = 0) => {
        if (error instanceof CancelledError) return
        const ignored =
          droppedKeys === 0
            ? ''
            : ` ${counted(droppedKeys, 'key')} pressed meanwhile did nothing: press again.`
        set({ notice: { kind: 'error', text: sentence(error) + ignored } })
      },

      dismissNotice: () => set({ notice: null }),
      dismissWarnings: () => set({ dismissedWarnings: get().app?.warnings ?? [] }),

      startJob: askJob('job:start'),
      cancelJob: askJob('job:cancel'),
      pauseJob: askJob('job:pause'),
      resumeJob: askJob('job:resume'),
    }
  }

/** Expected errors carry a sentence for people; anything else is a bug and says so. */
function sentence(error: unknown): string {
  if (error instanceof SetwiseError) return error.message
  const details = error instanceof Error ? error.message : String(error)
  return `Something went wrong in Setwise itself: ${details}`
}
