/**
 * What the page can ask, on top of the services: opening starts a scan, a scan starts the extraction,
 * and whatever changes is pushed. Knows nothing of Electron.
 */
import { setTimeout } from 'node:timers/promises'
import type { ImageSet, Suggestion } from '../shared/domain.ts'
import { SetwiseError } from '../shared/errors.ts'
import type { Api, AppState, Events, EventChannel, Recorded, Undone } from '../shared/ipc.ts'
import type { JobKind } from '../shared/jobs.ts'
import { createHistoryHandlers } from './historyHandlers.ts'
import { createJobs } from './jobs/jobs.ts'
import type { Log } from './log.ts'
import type { Services } from './services/compose.ts'
import { createFolderWatch } from './services/folderWatch.ts'

export interface ControllerOptions {
  readonly services: Services
  readonly version: string
  readonly push: <Channel extends EventChannel>(channel: Channel, event: Events[Channel]) => void
  /** Asks for a folder; null when the person closed the dialog. */
  readonly askForFolder: (title: string) => Promise<string | null>
  /** Asks for files or folders; null when the person closed the dialog. */
  readonly askForFiles: (title: string) => Promise<readonly string[] | null>
  /** Asks where to write a new file; null when the person closed the dialog. */
  readonly askForNewFile: (title: string, name: string) => Promise<string | null>
  readonly nowMs: () => number
  readonly log: Log
}

/** Answers of Api, some of them later. */
export type ApiHandlers = {
  readonly [Channel in keyof Api]: (
    ...input: Parameters<Api[Channel]>
  ) => ReturnType<Api[Channel]> | Promise<ReturnType<Api[Channel]>>
}

/** Before the worker that scores has answered for the first time, a set is shown after this long without it. */
const FIRST_SUGGESTION_WAIT_MS = 150
/** While features arrive, sets that wait for a suggestion are told about it this often. */
const SUGGESTION_PUSH_INTERVAL_MS = 2000
/** The state counts rows: 12 ms for each encoder with 20,000 images. */
const STATE_PUSH_INTERVAL_MS = 5000

export function createController(options: ControllerOptions) {
  const { services, version, push, askForFolder, nowMs, log } = options
  const { library, features, encoders, models, decisions, suggestions, training } = services
  let scannedSinceStart = false
  let hasSuggested = false

  const explain = (error: unknown): string => {
    const explained = services.explain(error)
    const text = explained instanceof Error ? explained.message : String(explained)
    if (!(explained instanceof SetwiseError)) {
      log.error(explained instanceof Error ? (explained.stack ?? text) : text)
    }
    return text
  }

  const watch = createFolderWatch({
    ignore: services.ownFolders,
    onChange: () => start('scan'),
    onFailure: (sentence) => {
      services.warn(sentence)
      pushState()
    },
  })
  const jobs = createJobs({ nowMs, explain, onChange: (state) => push('job:changed', state) })

  const state = (): AppState => ({
    version,
    library: library.summary(),
    model: models.summary(decisions.countPicks()),
    jobs: jobs.states(),
    features: services.featuresStatus.status(),
    latestReceipt: models.latestReceipt(),
    warnings: services.warnings(),
  })
  const pushState = (): void => push('app:state-changed', state())

  const watchFolder = (): void => {
    const root = library.root()
    if (root !== null) inBackground(watch.watch(root.path))
  }

  const scan = async (): Promise<void> => {
    scannedSinceStart = true
    watchFolder()
    const ended = await jobs.run('scan', 'Looking for pictures', async (context) => {
      await library.scan(context)
    })
    push('library:changed', null)
    pushState()
    if (ended.phase !== 'done') return
    history.afterScan()
    await extract()
  }

  const extract = async (): Promise<void> => {
    let pushedMs = nowMs()
    let countedMs = nowMs()
    await jobs.run('features', 'Learning what is in the pictures', async (context) => {
      await features.run({
        ...context,
        onProgress: (progress) => {
          context.onProgress(progress)
          if (nowMs() - countedMs >= STATE_PUSH_INTERVAL_MS) {
            countedMs = nowMs()
            pushState()
          }
          if (nowMs() - pushedMs < SUGGESTION_PUSH_INTERVAL_MS) return
          pushedMs = nowMs()
          push('suggestions:changed', null)
        },
      })
    })
    push('suggestions:changed', null)
    pushState()
  }

  const download = async (encoderId: string): Promise<void> => {
    await jobs.run('download', 'Downloading the encoder', async (context) => {
      const fetched = encoders.download(encoderId, context)
      // It is listed as being fetched from here on.
      pushState()
      await fetched
    })
    pushState()
  }

  const retrain = async (): Promise<void> => {
    const ended = await jobs.run('train', 'Learning your taste', async (context) => {
      await training.run(context)
    })
    pushState()
    // The page says that the receipt is there; nothing jumps under the hands of a person who reviews.
    if (ended.phase === 'done') push('suggestions:changed', null)
  }

  /** Jobs report how they end through their state; only a bug in the code around them lands here. */
  const inBackground = (work: Promise<void>): void => {
    work.catch((error: unknown) => log.error(explain(error)))
  }

  const start = (kind: JobKind): void => {
    switch (kind) {
      case 'scan':
        return inBackground(scan())
      case 'features':
        return inBackground(extract())
      case 'train':
        return inBackground(retrain())
      case 'download':
        throw new SetwiseError('invalid-request', 'A download is started for a certain encoder.')
      case 'import':
        throw new SetwiseError('invalid-request', 'An import is started with its files.')
    }
  }

  const scanOnce = (): void => {
    if (!scannedSinceStart) start('scan')
  }

  /** Reviewing goes on without suggestions: they help, they are not needed. */
  const suggest = async (sets: readonly ImageSet[]): Promise<readonly (Suggestion | null)[]> => {
    const saidBefore = services.warnings().length
    let isLate = false
    const answer = suggestions
      .forSets(sets)
      .catch((error: unknown) => {
        services.warn(`No suggestions for now: ${explain(error)}`)
        return []
      })
      .finally(() => {
        hasSuggested = true
        if (services.warnings().length > saidBefore) pushState()
        if (isLate) push('suggestions:changed', null)
      })
    if (hasSuggested) return answer
    const nothingYet = setTimeout(FIRST_SUGGESTION_WAIT_MS).then(() => {
      isLate = true
      return []
    })
    return Promise.race([answer, nothingYet])
  }

  const open = async (folder: string | null): Promise<ReturnType<Api['library:open']>> => {
    const chosen = folder ?? (await askForFolder('Open a folder of pictures'))
    if (chosen === null) return null
    await library.choose(chosen)
    watchFolder()
    pushState()
    push('library:changed', null)
    inBackground(scan())
    return library.summary()
  }

  const history = createHistoryHandlers(options, { jobs, inBackground, pushState })

  const api: ApiHandlers = {
    'app:get-state': state,
    'library:open': open,
    'library:list-projects': library.projects,
    'library:list-singles': library.singles,
    'library:list-failures': library.failures,
    'review:get-queue': () => {
      const queue = decisions.queue()
      // With nothing to show there is nothing to wait for.
      if (!queue.states.includes('open')) scanOnce()
      return queue
    },
    'review:load-sets': async (setIds) => {
      const sets = setIds.flatMap((setId) => services.loadSet(setId) ?? [])
      features.prefer(sets.flatMap(({ candidates }) => candidates.map(({ imageId }) => imageId)))
      const suggested = await suggest(sets)
      return sets.map((set, index) => {
        const { state: setState, picked } = decisions.standing(set.setId)
        return { set, state: setState, picked, suggestion: suggested[index] ?? null }
      })
    },
    'review:save-position': (setId) => {
      decisions.savePosition(setId)
      // The first set is on the screen: now there is time to look what changed on disk.
      scanOnce()
      return null
    },
    'decision:record': (decision): Recorded => ({
      decisionId: decisions.record(decision),
      model: models.summary(decisions.countPicks()),
    }),
    'decision:undo': (): Undone | null => {
      const undone = decisions.undo('app')
      return undone && { ...undone, model: models.summary(decisions.countPicks()) }
    },
    'features:of-set': (setId) => {
      const set = services.loadSet(setId)
      return set === null ? [] : services.featuresStatus.insights(set)
    },
    'features:retry-failed': () => {
      // The scan tries what it could not list, and the extraction after it what could not be read.
      start('scan')
      return null
    },
    'encoder:use': (encoderId) => {
      encoders.use(encoderId)
      pushState()
      push('suggestions:changed', null)
      start('features')
      return null
    },
    'encoder:download': (encoderId) => {
      inBackground(download(encoderId))
      return null
    },
    'encoder:add': async () => {
      const folder = await askForFolder('Add an encoder: a folder with a manifest.json')
      if (folder === null) return null
      const encoderId = await encoders.add(folder)
      pushState()
      return encoderId
    },
    ...history.handlers,
    'job:start': (kind) => {
      start(kind)
      return null
    },
    'job:cancel': (kind) => {
      jobs.cancel(kind)
      return null
    },
    'job:pause': (kind) => {
      jobs.pause(kind)
      return null
    },
    'job:resume': (kind) => {
      jobs.resume(kind)
      return null
    },
  }

  return {
    api,
    /** Ends jobs cooperatively; the services are closed by their owner. */
    stop: async (): Promise<void> => {
      await Promise.all([history.stop(), jobs.stop(), watch.stop()])
    },
  }
}

export type Controller = ReturnType<typeof createController>
