/** A small main process in memory, with the state that the page can see. It stands for another process. */
import { SetwiseError, toPlainError } from '../../shared/errors.ts'
import type { DecisionId, NewDecision, SetId } from '../../shared/domain.ts'
import {
  API_CHANNELS,
  EVENT_CHANNELS,
  type Api,
  type ApiChannel,
  type AppState,
  type Bridge,
  type EventChannel,
  type Events,
  type ModelSummary,
  type ReviewSet,
  type SetState,
} from '../../shared/ipc.ts'
import type { FeaturesStatus } from '../../shared/features.ts'
import type { JobKind, JobState } from '../../shared/jobs.ts'
import { HIGHEST_STAGE } from './sampleSets.ts'

export interface FakeMainOptions {
  readonly sets: readonly ReviewSet[]
  readonly app?: Partial<AppState>
  readonly position?: number
  /** Awaited before each answer: a test holds an answer back, or makes it fail by throwing. */
  readonly before?: (channel: ApiChannel) => Promise<void> | void
  readonly api?: Partial<Api>
}

interface JournalLine extends NewDecision {
  isTakenBack: boolean
}

export interface FakeMain {
  readonly bridge: Bridge
  /** Decisions that count, in order. */
  readonly decisions: () => readonly NewDecision[]
  readonly calls: readonly { readonly channel: ApiChannel; readonly input: readonly unknown[] }[]
  readonly emit: <Channel extends EventChannel>(channel: Channel, event: Events[Channel]) => void
  /** Replaces the sets, as a scan does. */
  readonly replaceSets: (sets: readonly ReviewSet[]) => void
}

export const SAMPLE_MODEL: ModelSummary = {
  modelId: HIGHEST_STAGE,
  candidate: 'highest-stage',
  learned: false,
  why: 'Highest stage first: 12 of 30 decided sets needed before Setwise can learn.',
  decidedSets: 12,
  decidedSetsNeeded: 30,
}

export const SAMPLE_FEATURES: FeaturesStatus = {
  encoders: [
    {
      encoderId: 'efficientnet-lite0',
      version: 1,
      title: 'EfficientNet-Lite0, 320 px',
      licence: 'Apache-2.0',
      dimension: 1280,
      bytes: 13_700_000,
      state: 'in-use',
      reason: null,
      downloadHost: null,
      embedded: 0,
    },
  ],
  provider: 'cpu',
  withoutPeople: null,
}

export function createFakeMain(options: FakeMainOptions): FakeMain {
  let sets = options.sets
  const journal: JournalLine[] = []
  const calls: { channel: ApiChannel; input: readonly unknown[] }[] = []
  const listeners = new Map<EventChannel, Set<(event: unknown) => void>>()

  const latest = (setId: SetId): JournalLine | undefined =>
    journal.findLast((line) => line.setId === setId && !line.isTakenBack)

  const current = (reviewSet: ReviewSet): ReviewSet => {
    const line = latest(reviewSet.set.setId)
    if (line === undefined) return reviewSet
    const picked = line.verdict.kind === 'pick' ? line.verdict.imageId : null
    return { ...reviewSet, state: line.verdict.kind, picked }
  }

  const model = (): ModelSummary => options.app?.model ?? SAMPLE_MODEL

  const api: Api = {
    'app:get-state': () => ({
      version: '0.1.0',
      library: {
        folder: '/Users/x/pictures',
        name: 'pictures',
        images: sets.length * 3,
        sets: sets.length,
        singles: 0,
        failed: 0,
        projects: [...new Set(sets.map(({ set }) => set.project))],
      },
      model: model(),
      jobs: [],
      features: SAMPLE_FEATURES,
      latestReceipt: null,
      warnings: [],
      ...options.app,
    }),
    'library:open': () => null,
    'library:list-projects': () => [],
    'library:list-singles': () => [],
    'library:list-failures': () => [],
    'review:get-queue': () => {
      const states = sets.map((reviewSet): SetState => current(reviewSet).state)
      return {
        setIds: sets.map(({ set }) => set.setId),
        states,
        position: options.position ?? Math.max(0, states.indexOf('open')),
      }
    },
    'review:load-sets': (setIds) => {
      if (setIds.length > 16) {
        throw new SetwiseError('invalid-request', 'At most 16 sets can be loaded at once.')
      }
      return sets.filter(({ set }) => setIds.includes(set.setId)).map(current)
    },
    'review:save-position': () => null,
    'decision:record': (decision) => {
      journal.push({ ...decision, isTakenBack: false })
      return { decisionId: decisionId(journal.length), model: model() }
    },
    'decision:undo': () => {
      const line = journal.findLast((one) => !one.isTakenBack)
      if (line === undefined) return null
      line.isTakenBack = true
      const found = sets.find(({ set }) => set.setId === line.setId)
      const { state, picked } =
        found === undefined ? { state: 'open' as const, picked: null } : current(found)
      return { setId: line.setId, state, picked, model: model() }
    },
    'features:of-set': () => [],
    'features:retry-failed': () => null,
    'encoder:use': () => null,
    'encoder:download': () => null,
    'encoder:add': () => null,
    'history:import': () => null,
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
    'job:start': () => null,
    'job:cancel': () => null,
    'job:pause': () => null,
    'job:resume': () => null,
    ...options.api,
  }

  const answer = async (channel: ApiChannel, input: readonly unknown[]): Promise<unknown> => {
    calls.push({ channel, input })
    try {
      await options.before?.(channel)
      // What the typed ends of the bridge pass fits the channel they were made for.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const handler = api[channel] as (...input: readonly unknown[]) => unknown
      // An answer crosses a process border: it is a copy.
      return { ok: true, value: structuredClone(handler(...input)) }
    } catch (error) {
      return { ok: false, error: toPlainError(error) }
    }
  }

  const listen = (channel: EventChannel, listener: (event: unknown) => void): (() => void) => {
    const forChannel = listeners.get(channel) ?? new Set()
    listeners.set(channel, forChannel.add(listener))
    return () => {
      forChannel.delete(listener)
    }
  }

  return {
    bridge: {
      // As in the preload: the lists are complete, fromEntries forgets which name has which function.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      call: Object.fromEntries(
        API_CHANNELS.map((channel) => [
          channel,
          (...input: readonly unknown[]) => answer(channel, input),
        ]),
      ) as Bridge['call'],
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      on: Object.fromEntries(
        EVENT_CHANNELS.map((channel) => [
          channel,
          (listener: (event: unknown) => void) => listen(channel, listener),
        ]),
      ) as Bridge['on'],
      pathOfDroppedFile: () => '/Users/x/dropped',
    },
    decisions: () => journal.filter((line) => !line.isTakenBack),
    calls,
    emit: (channel, event) => {
      for (const listener of listeners.get(channel) ?? []) listener(event)
    },
    replaceSets: (replacement) => {
      sets = replacement
    },
  }
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand for a made-up id
const decisionId = (id: number): DecisionId => id as DecisionId

/** A job as main would push it, for the screens. */
export function sampleJob(kind: JobKind, title: string, done: number, total: number): JobState {
  return {
    kind,
    title,
    done,
    total,
    fraction: total === 0 ? 0 : done / total,
    phase: 'running',
    message: null,
    itemsPerSecond: 9.4,
    secondsLeft: 240,
    failed: [],
  }
}
