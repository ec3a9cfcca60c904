/** What history files tell: decisions made before Setwise, in the kinds of DOMAIN, "His files". */

/** Told by content, never by name. */
export type HistoryKind =
  /** selection_only_log: a choice and its rejected images. */
  | 'selections'
  /** select_crop_log: a choice, its rivals and a crop; rows of nine fields of another schema below. */
  | 'selections-and-crops'
  /** crop_training_data: a crop of one image. */
  | 'crops'
  /** anomaly_cases: choices of a lower stage. */
  | 'anomalies'
  /** historical_crop_log: an image was cropped, where is not known. */
  | 'crops-without-place'
  /** Per-project SQLite files with the table ai_decisions. */
  | 'decision-database'
  /** Parquet files made elsewhere: the features import takes those. */
  | 'embeddings'
  | 'hashes'

/** An image as a history file names it, reduced to what holds on any machine. */
export interface PastImage {
  /** Null when neither the path nor the row tells it: then any project may match. */
  readonly project: string | null
  readonly fileName: string
  /** Null where the file says 0 or nothing: read from the image itself later. */
  readonly widthPx: number | null
  readonly heightPx: number | null
}

/** A crop as it was written down. */
export type PastCrop =
  /** Fractions of the picture, left < right, top < bottom, all within it. */
  | {
      readonly kind: 'fractions'
      readonly left: number
      readonly top: number
      readonly right: number
      readonly bottom: number
    }
  /** Pixels of the original: usable once its size is known. */
  | {
      readonly kind: 'pixels'
      readonly left: number
      readonly top: number
      readonly right: number
      readonly bottom: number
    }
  /** It was cropped; where is not known (placeholder boxes, logs without coordinates). */
  | { readonly kind: 'somewhere' }
  /** The file records that the picture was kept whole. */
  | { readonly kind: 'whole' }

/** One decision of the past. */
export interface PastDecision {
  /** The chosen image and its rivals as listed, each once. */
  readonly images: readonly PastImage[]
  /** Index of the kept image; null: all were rejected. */
  readonly chosen: number | null
  /** Null: the row says nothing about a crop. */
  readonly crop: PastCrop | null
  readonly session: string | null
  /** Null where no usable time is written. */
  readonly atMs: number | null
}

/** Why a row, or a part of it, cannot be used. */
export interface RowReason {
  /** Plain words, the same for all rows of its kind, so that rows can be counted by it. */
  readonly reason: string
  /** What is of this row alone (`x2 is 1.7`), or empty. */
  readonly detail: string
}

/** One row read: a decision, or the reason in plain words why it is none. */
export interface ParsedRow {
  /** Line of the file where the row begins, from 1; the row's number in a database. */
  readonly line: number
  /** The row as it stands in the file; of a line far too long the beginning only. */
  readonly text: string
  readonly parsed: ParsedDecision
}

export type ParsedDecision =
  | {
      readonly ok: true
      readonly decision: PastDecision
      /** Parts of the row that were left out (a crop outside the picture); the rest is usable. */
      readonly notes: readonly RowReason[]
    }
  | ({ readonly ok: false } & RowReason)

/** How a row ended. Every row read ends as exactly one of these. */
export type RowOutcome = 'imported' | 'duplicate' | 'waiting' | 'quarantined'

/** How many rows ended how; the four outcomes add up to `read`. */
export interface RowCounts {
  readonly read: number
  readonly imported: number
  readonly duplicate: number
  readonly waiting: number
  readonly quarantined: number
}

/** One file of an import. Field names are the command line's contract. */
export interface ImportedFile extends RowCounts {
  readonly path: string
  /** Null for a file that is no history; `reason` then says why. */
  readonly kind: HistoryKind | null
  readonly reason: string | null
}

export interface ReasonCount {
  readonly outcome: RowOutcome
  readonly reason: string
  readonly count: number
}

/** One import as the ledger keeps it. Field names are the command line's contract. */
export interface ImportReport extends RowCounts {
  /** Null for a dry run, which leaves nothing. */
  readonly importId: number | null
  readonly atMs: number
  /** Its decisions were taken back as a batch. */
  readonly undone: boolean
  readonly files: readonly ImportedFile[]
  readonly reasons: readonly ReasonCount[]
}

/** Which rows of the ledger to show; null: all. At most 500 at once. */
export interface LedgerQuery {
  readonly importId: number | null
  readonly outcome: RowOutcome | null
  readonly reason: string | null
  readonly offset: number
  readonly limit: number
}

export interface LedgerRow {
  readonly rowId: number
  readonly importId: number
  readonly path: string
  readonly line: number
  readonly outcome: RowOutcome
  /** Why it is not imported, in plain words; null for an imported row. */
  readonly reason: string | null
  /** What is particular to this row. */
  readonly detail: string | null
  /** The row as it stands in the file. */
  readonly text: string
}

export interface LedgerPage {
  /** Rows that the query matches, on all pages. */
  readonly total: number
  readonly rows: readonly LedgerRow[]
}

/** What the decisions in the journal lead to expect, after an import. */
export interface Expectations {
  readonly projects: readonly {
    readonly project: string
    readonly decisions: number
    /** Of the choices among several stages; null when there was none. */
    readonly highestStageShare: number | null
    /** Of the picks of which it is told; null when it is told of none. */
    readonly cropRate: number | null
  }[]
  /** Kept share of the area, 10th to 90th percentile; null under 10 known crops. */
  readonly keptAreaDeciles: readonly number[] | null
  /** Median left, top, right, bottom of the known crops, in fractions; null under 10. */
  readonly constantBox: readonly [number, number, number, number] | null
  /** Decisions that can train now. */
  readonly trainable: number
  /** What is missing for the rest: "7,193 crops wait for their images: add a folder." */
  readonly missing: readonly string[]
}
