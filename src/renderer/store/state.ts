/** The one store: a slice per feature. State that can be computed is not here. */
import type { StateCreator } from 'zustand/vanilla'
import type { FailedFile, ImageId, SetId } from '../../shared/domain.ts'
import type {
  AppState,
  ProjectSummary,
  ReviewSet,
  SetState,
  SingleImage,
} from '../../shared/ipc.ts'
import type { ImageInsight } from '../../shared/features.ts'
import type { Expectations, ImportReport, LedgerQuery, LedgerRow } from '../../shared/history.ts'
import type { JobKind, JobState } from '../../shared/jobs.ts'

export type Room = 'review' | 'library' | 'training'

export interface Notice {
  readonly kind: 'info' | 'error'
  readonly text: string
}

export interface AppSlice {
  /** Null until main has answered for the first time. */
  readonly app: AppState | null
  readonly room: Room
  readonly keysShown: boolean
  readonly notice: Notice | null
  /** Sentences that were read; later ones still show. */
  readonly dismissedWarnings: readonly string[]
  /** Asks for everything and shows the first set; listens to main from then on. Call once. */
  readonly start: () => void
  readonly goTo: (room: Room) => void
  readonly showKeys: (shown: boolean) => void
  /** Escape: closes the topmost thing. */
  readonly close: () => void
  readonly inform: (text: string) => void
  /** Shows what went wrong; a cancelled action says nothing. */
  readonly report: (error: unknown, droppedKeys?: number) => void
  readonly dismissNotice: () => void
  readonly dismissWarnings: () => void
  readonly startJob: (kind: JobKind) => void
  readonly cancelJob: (kind: JobKind) => void
  readonly pauseJob: (kind: JobKind) => void
  readonly resumeJob: (kind: JobKind) => void
}

/** The whole queue: parallel arrays in folder order. */
export interface QueueState {
  readonly setIds: readonly SetId[]
  readonly states: readonly SetState[]
}

/** The set on screen. */
export interface ShownSet {
  readonly reviewSet: ReviewSet
  /** Images that were decoded when the set was shown: they need no stand-in. */
  readonly ready: ReadonlySet<ImageId>
}

/** A decision of this sitting, for the undo hint. */
export interface Done {
  readonly setId: SetId
  /** "kept 3 in set 1,203". */
  readonly words: string
}

export type ReviewPage = 'loading' | 'empty' | 'set' | 'all-decided'

/** Every `keyAtMs` is the time of the key on the clock of `performance.now`; null without a key. */
export interface ReviewSlice {
  readonly queue: QueueState
  readonly page: ReviewPage
  /** Index in the queue of the set on screen, or of the last one that was. */
  readonly place: number
  /** Null unless `page` is `set`. */
  readonly shown: ShownSet | null
  /** Latest last; at most HISTORY_LENGTH. */
  readonly history: readonly Done[]
  readonly approve: (keyAtMs: number | null) => void
  /** @param position the number of the key, from 1. */
  readonly pick: (position: number, keyAtMs: number | null) => void
  readonly reject: (keyAtMs: number | null) => void
  readonly skip: (keyAtMs: number | null) => void
  /** To the neighbouring set. A held key (`isRepeat`) never runs ahead of the screen. */
  readonly step: (direction: 1 | -1, keyAtMs: number | null, isRepeat: boolean) => void
  readonly undo: (keyAtMs: number | null) => void
  /** Asks for the queue again, after the sets changed; stays on the set on screen when it still exists. */
  readonly reloadQueue: () => void
  /** New suggestions: sets not on screen are loaded again, the one on screen only if it had none. */
  readonly refreshSuggestions: () => void
  /** Resolves when all keys so far are done and painted. */
  readonly whenIdle: () => Promise<void>
}

export interface LibraryLists {
  readonly projects: readonly ProjectSummary[]
  readonly singles: readonly SingleImage[]
  readonly failures: readonly FailedFile[]
}

export type LibraryTab = 'singles' | 'features' | 'history'

export interface LibrarySlice {
  readonly libraryTab: LibraryTab
  readonly showLibraryTab: (tab: LibraryTab) => void
  /** Null until they are loaded for the first time. */
  readonly lists: LibraryLists | null
  /** With null, main asks for the folder in a dialog. */
  readonly openFolder: (folder: string | null) => Promise<void>
  readonly loadLists: () => Promise<void>
  /** All failed files once more. */
  readonly retryFailed: () => Promise<void>
}

/** The encoders; how they stand is part of what main says (`app.features`). */
export interface EncoderSlice {
  readonly switchEncoder: (encoderId: string) => Promise<void>
  readonly downloadEncoder: (encoderId: string) => Promise<void>
  /** Main asks for the folder in a dialog. */
  readonly addEncoder: () => Promise<void>
}

/** What can be drawn over the pictures of a set. */
export const LAYERS = ['faces', 'hands', 'joints', 'person', 'standing-out', 'subject'] as const
export type Layer = (typeof LAYERS)[number]

/** What is known of the set on screen. */
export interface SetInsight {
  readonly setId: SetId
  /** In the order of the candidates. */
  readonly images: readonly ImageInsight[]
}

export interface InsightSlice {
  /** The features panel stays open or closed while walking through sets. */
  readonly panelShown: boolean
  readonly layers: ReadonlySet<Layer>
  /** Null before the first answer; may be of an earlier set until the next answer comes. */
  readonly insight: SetInsight | null
  readonly togglePanel: () => void
  readonly toggleLayer: (layer: Layer) => void
  /** Asks main for what is known of the set on screen, if the panel is open. Keys never wait for it. */
  readonly loadInsight: () => Promise<void>
}

export type HistoryView = 'imports' | 'rows' | 'expected'

/** Which rows are shown; null: all. */
export type LedgerFilter = Pick<LedgerQuery, 'importId' | 'outcome' | 'reason'>

export const LEDGER_PAGE_ROWS = 200

export interface LedgerState {
  readonly filter: LedgerFilter
  /** Rows that the filter lets through; null until main has answered. */
  readonly total: number | null
  /** By page number, each of `LEDGER_PAGE_ROWS` rows; only those that were in sight lately. */
  readonly pages: ReadonlyMap<number, readonly LedgerRow[]>
}

export interface HistorySlice {
  readonly historyView: HistoryView
  /** Null until it is loaded for the first time. */
  readonly past: {
    /** The latest first. */
    readonly imports: readonly ImportReport[]
    readonly expectations: Expectations
  } | null
  /** An import is over, and what it brought is being asked for. */
  readonly isImportEnding: boolean
  readonly ledger: LedgerState
  /** Goes to the tab in the library room. */
  readonly showHistory: () => void
  readonly showHistoryView: (view: HistoryView) => void
  readonly loadHistory: () => Promise<void>
  readonly historyChanged: () => void
  /** Remembers what is there, so that what comes later can be told. */
  readonly followImports: () => void
  /** With null, main asks for the files in a dialog. */
  readonly importHistory: (paths: readonly string[] | null) => Promise<void>
  /** Tells in one line how it went. */
  readonly importEnded: (phase: JobState['phase']) => Promise<void>
  /** Shows the rows that a filter lets through. */
  readonly showRows: (filter: LedgerFilter) => Promise<void>
  readonly loadLedgerPage: (page: number) => void
  /** Those that wait or are quarantined. */
  readonly retryRows: () => Promise<void>
  readonly undoImport: (importId: number) => Promise<void>
  /** The rows that the filter lets through; main asks where to. */
  readonly exportLedger: () => Promise<void>
}

export interface TrainingSlice {
  /** A receipt has come since the training room was last seen. */
  readonly receiptWaits: boolean
  readonly retrain: () => Promise<void>
  readonly trainingEnded: () => void
}

export type SetwiseState = AppSlice &
  ReviewSlice &
  LibrarySlice &
  EncoderSlice &
  HistorySlice &
  InsightSlice &
  TrainingSlice

export type SliceCreator<Slice> = StateCreator<SetwiseState, [], [], Slice>
