/** The words of Setwise: what a set, a candidate, a decision and a suggestion are. No logic here. */

declare const brand: unique symbol
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

/** Row of one opened folder. */
export type RootId = Branded<number, 'RootId'>
/** Row of one image file below a root. */
export type ImageId = Branded<number, 'ImageId'>
/** Row of one set. Stable over rescans as long as the set's first file keeps its path. */
export type SetId = Branded<number, 'SetId'>
/** Position of an entry in the decision journal; later entries have greater numbers. */
export type DecisionId = Branded<number, 'DecisionId'>
/** Name of a ranker in the registry, for example `rule-highest-stage` or `20261122T184501-linear-all`. */
export type ModelId = Branded<string, 'ModelId'>
/** SHA-256 of a file's bytes, 64 lower-case hex characters. */
export type ContentHash = Branded<string, 'ContentHash'>

/** How the members of a set were found, see DOMAIN rules in src/core/sets. */
export type GroupedBy = 'stage' | 'folder' | 'time'

/** One image of a set. `position` counts from 1: it is the number of the key that picks it. */
export interface Candidate {
  readonly imageId: ImageId
  readonly position: number
  /** Path below the root, with forward slashes on every platform. */
  readonly relativePath: string
  /** 1, 1.5, 2 or 3; 0 when the name carries none. */
  readonly stage: number
  readonly widthPx: number | null
  readonly heightPx: number | null
  /** Why this image cannot be shown or measured, in a sentence; null when it can. */
  readonly failure: string | null
}

/** A set: near-identical images of one project, one of which is kept. */
export interface ImageSet {
  readonly setId: SetId
  /** Relative path of the first member: unique below a root and readable in the command line. */
  readonly key: string
  readonly project: string
  readonly groupedBy: GroupedBy
  readonly candidates: readonly Candidate[]
}

/** What a person can say about a set. */
export type Verdict =
  | { readonly kind: 'pick'; readonly imageId: ImageId }
  | { readonly kind: 'reject' }
  | { readonly kind: 'skip' }

/** What was on screen when a decision was made. Kept with it: labels made beside a suggestion are biased. */
export interface Shown {
  readonly order: readonly ImageId[]
  readonly suggested: ImageId | null
  readonly confidence: number | null
  readonly modelId: ModelId | null
  /** True when the suggestion was hidden on purpose. */
  readonly blind: boolean
  /** From the set being painted to the key. */
  readonly elapsedMs: number | null
}

/** `import`: made before Setwise, and read from a history file. */
export type DecisionSource = 'app' | 'cli' | 'import'

export interface NewDecision {
  readonly setId: SetId
  readonly verdict: Verdict
  readonly shown: Shown
  readonly source: DecisionSource
}

/** One line of the append-only journal. An undo is a line of its own that names the decision it takes back. */
export interface JournalEntry {
  readonly decisionId: DecisionId
  readonly setId: SetId
  readonly setKey: string
  readonly project: string
  readonly action: 'pick' | 'reject' | 'skip' | 'undo'
  /** Relative path of the kept image; null unless `action` is `pick`. */
  readonly picked: string | null
  /** The decision an undo takes back; null unless `action` is `undo`. */
  readonly undoes: DecisionId | null
  readonly shown: Shown | null
  readonly source: DecisionSource
  readonly atMs: number
}

/** A model's opinion about one set. Probabilities are calibrated and sum to 1. */
export interface Suggestion {
  readonly setId: SetId
  readonly winner: ImageId
  /** Calibrated probability that the person picks `winner`. */
  readonly confidence: number
  readonly modelId: ModelId
  readonly probabilities: readonly { readonly imageId: ImageId; readonly probability: number }[]
}

/** A file that could not be used, with the reason a person reads. */
export interface FailedFile {
  readonly path: string
  readonly reason: string
}
