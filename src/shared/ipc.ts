/**
 * THE contract between the page and main: Api (request -> answer) and Events (push). Adding a channel is
 * one line here; the compiler then lists what is missing in the preload, in main and in the lists below.
 */
import type {
  DecisionId,
  FailedFile,
  ImageId,
  ImageSet,
  ModelId,
  NewDecision,
  SetId,
  Suggestion,
  Verdict,
} from './domain.ts'
import type { FeaturesStatus, ImageInsight } from './features.ts'
import type { Expectations, ImportReport, LedgerPage, LedgerQuery } from './history.ts'
import type { JobKind, JobState } from './jobs.ts'
import type { RankerCandidate, Receipt } from './ranking.ts'

/** The state of a set as derived from the journal; `open` until something is decided. */
export type SetState = 'open' | Verdict['kind']

/** The library that is open, in numbers. */
export interface LibrarySummary {
  /** Absolute path, shown in the title and in settings only. */
  readonly folder: string
  readonly name: string
  readonly images: number
  readonly sets: number
  readonly singles: number
  readonly failed: number
  readonly projects: readonly string[]
}

/** Which ranker suggests, and why that one. */
export interface ModelSummary {
  readonly modelId: ModelId
  readonly candidate: RankerCandidate
  readonly learned: boolean
  /** One sentence: "Highest stage first: 12 of 30 decided sets needed before Setwise can learn." */
  readonly why: string
  /** Picks in the journal that can train now, in all folders. */
  readonly decidedSets: number
  readonly decidedSetsNeeded: number
}

export interface AppState {
  readonly version: string
  readonly library: LibrarySummary | null
  readonly model: ModelSummary
  readonly jobs: readonly JobState[]
  readonly features: FeaturesStatus
  readonly latestReceipt: Receipt | null
  /** Sentences about what went wrong at start (a model file that was altered, say); empty when all is well. */
  readonly warnings: readonly string[]
}

/** The whole queue in folder order: parallel arrays, because it can hold tens of thousands. */
export interface Queue {
  readonly setIds: readonly SetId[]
  readonly states: readonly SetState[]
  /** Index of the set to show first: where the person left off, else the first open set. */
  readonly position: number
}

/** All that is needed to show one set. */
export interface ReviewSet {
  readonly set: ImageSet
  readonly state: SetState
  /** The image kept, when `state` is `pick`. */
  readonly picked: ImageId | null
  /** Null while nothing can be suggested (no readable image, features not there yet for a learned model). */
  readonly suggestion: Suggestion | null
}

/** One project of the open library, in numbers. */
export interface ProjectSummary {
  readonly name: string
  /** In sets and singles together. */
  readonly images: number
  readonly sets: number
  /** Sets that are not open any more. */
  readonly decided: number
  readonly singles: number
}

/** A single or a failed file in the library room. */
export interface SingleImage {
  readonly imageId: ImageId
  readonly project: string
  readonly relativePath: string
}

export interface Recorded {
  readonly decisionId: DecisionId
  readonly model: ModelSummary
}

export interface Undone {
  readonly setId: SetId
  /** The state the set is in again. */
  readonly state: SetState
  readonly picked: ImageId | null
  readonly model: ModelSummary
}

export interface Api {
  'app:get-state': () => AppState
  /** Opens a folder; with null, asks for one in a dialog (null answer: the person closed the dialog). */
  'library:open': (folder: string | null) => LibrarySummary | null
  /** In the order of the queue. */
  'library:list-projects': () => readonly ProjectSummary[]
  'library:list-singles': () => readonly SingleImage[]
  'library:list-failures': () => readonly FailedFile[]
  'review:get-queue': () => Queue
  /** At most 16 sets a call: the one on screen and those to prefetch. */
  'review:load-sets': (setIds: readonly SetId[]) => readonly ReviewSet[]
  /** Remembers where the person is, for the next start. */
  'review:save-position': (setId: SetId) => null
  /** Answers only after the decision is on disk. */
  'decision:record': (decision: NewDecision) => Recorded
  /** Takes back the latest decision that is not yet taken back; null when there is none. */
  'decision:undo': () => Undone | null
  /** What is known of each image of a set, in the order of its candidates: the features panel. */
  'features:of-set': (setId: SetId) => readonly ImageInsight[]
  /** Tries all failed files of the open folder again. */
  'features:retry-failed': () => null
  /** Switches the encoder; missing embeddings are then computed, old ones kept. */
  'encoder:use': (encoderId: string) => null
  /** Fetches an encoder as the job `download`; cancel that job to stop, call again to go on. */
  'encoder:download': (encoderId: string) => null
  /** Asks for a folder with a manifest.json and an ONNX file; null: the person closed the dialog. */
  'encoder:add': () => string | null
  /**
   * Brings in history files, and folders of them, as the job `import`; with null, asks for some in a dialog.
   * How it ended stands in the job and in `history:list`.
   */
  'history:import': (paths: readonly string[] | null) => null
  /** Every import, the latest first. */
  'history:list': () => readonly ImportReport[]
  'history:rows': (query: LedgerQuery) => LedgerPage
  /** Takes back what an import decided, and what of it still waits. */
  'history:undo': (importId: number) => null
  /** Looks again at rows that wait or are quarantined, as the job `import`. */
  'history:retry': () => null
  /** Asks for a file and writes all rows that the query matches as CSV; null: the person closed the dialog. */
  'history:export-ledger': (query: LedgerQuery) => string | null
  'history:expectations': () => Expectations
  'job:start': (kind: JobKind) => null
  'job:cancel': (kind: JobKind) => null
  'job:pause': (kind: JobKind) => null
  'job:resume': (kind: JobKind) => null
}

export interface Events {
  'app:state-changed': AppState
  'job:changed': JobState
  /** The sets changed (a scan ended): load the queue again. */
  'library:changed': null
  /** New suggestions exist: sets not on screen may be loaded again. */
  'suggestions:changed': null
  /** An import, a retry or an undo ended: load the ledger again. */
  'history:changed': null
  'menu:command': MenuCommand
}

/** What menu items ask of the page; items that main can do alone do not appear here. */
export type MenuCommand =
  'show-history' | 'show-keys' | 'show-library' | 'show-review' | 'show-receipt' | 'undo'

export type ApiChannel = keyof Api
export type EventChannel = keyof Events

/** The complete lists at run time. The `Record` makes the compiler check that none is missing. */
export const API_CHANNELS = keysOf<ApiChannel>({
  'app:get-state': true,
  'library:open': true,
  'library:list-projects': true,
  'library:list-singles': true,
  'library:list-failures': true,
  'review:get-queue': true,
  'review:load-sets': true,
  'review:save-position': true,
  'decision:record': true,
  'decision:undo': true,
  'features:of-set': true,
  'features:retry-failed': true,
  'encoder:use': true,
  'encoder:download': true,
  'encoder:add': true,
  'history:import': true,
  'history:list': true,
  'history:rows': true,
  'history:undo': true,
  'history:retry': true,
  'history:export-ledger': true,
  'history:expectations': true,
  'job:start': true,
  'job:cancel': true,
  'job:pause': true,
  'job:resume': true,
})

export const EVENT_CHANNELS = keysOf<EventChannel>({
  'app:state-changed': true,
  'job:changed': true,
  'library:changed': true,
  'suggestions:changed': true,
  'history:changed': true,
  'menu:command': true,
})

function keysOf<Key extends string>(record: Record<Key, true>): readonly Key[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the type of literal keys
  return Object.keys(record) as Key[]
}

/** What the preload puts on `window.setwise`: typed ends of the channels above. */
export interface Bridge {
  readonly call: {
    readonly [Channel in ApiChannel]: (
      ...input: Parameters<Api[Channel]>
    ) => Promise<import('./result.ts').Result<ReturnType<Api[Channel]>>>
  }
  readonly on: {
    /** Listens to a push; the answer ends the listening. */
    readonly [Channel in EventChannel]: (listener: (event: Events[Channel]) => void) => () => void
  }
  /** The absolute path of a dropped file or folder. */
  readonly pathOfDroppedFile: (file: unknown) => string
}

/** Scheme of the read-only protocol that serves previews: `setwise-image://preview/<imageId>/<sizePx>`. */
export const IMAGE_SCHEME = 'setwise-image'

/** Address of a cached preview for the page. */
export function previewUrl(imageId: ImageId, sizePx: 320 | 2560): string {
  return `${IMAGE_SCHEME}://preview/${imageId}/${sizePx}`
}
