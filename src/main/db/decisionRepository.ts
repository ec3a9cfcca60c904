/** The append-only journal of decisions. Two triggers in the schema refuse to change or remove a line. */
import type {
  DecisionId,
  DecisionSource,
  ImageId,
  JournalEntry,
  RootId,
  SetId,
  Shown,
  Verdict,
} from '../../shared/domain.ts'
import { withoutCheckpoint } from './commit.ts'
import type { Database } from './openDatabase.ts'

export interface CurrentDecision {
  readonly decisionId: DecisionId
  readonly setId: SetId
  readonly action: Verdict['kind']
  readonly picked: ImageId | null
}

/** A pick that can teach: who won among which images, and what was suggested at the time. */
export interface PickToLearnFrom {
  readonly decisionId: DecisionId
  readonly project: string
  readonly rootPath: string
  readonly picked: ImageId
  readonly shown: Shown
  readonly atMs: number
}

interface JournalRow extends Omit<JournalEntry, 'shown'> {
  readonly shown: string | null
}

/** The column holds what `append` wrote: JSON of a Shown. */
function parseShown(text: string): Shown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written only by append() below, from a Shown
  return JSON.parse(text) as Shown
}

/** A pick among several images; an imported crop may tell of one alone. */
const TEACHES = "action = 'pick' AND json_array_length(shown, '$.order') > 1"

export function createDecisionRepository(database: Database) {
  // Not RETURNING: its row is answered before the commit, and a commit that fails afterwards (a full disk) is
  // told to nobody. `run` ends after the commit.
  const insert = database.prepare<
    [SetId, string, ImageId | null, DecisionId | null, string | null, DecisionSource, number]
  >(
    `INSERT INTO decision (set_id, action, picked_image_id, undoes, shown, source, at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const current = database.prepare<[SetId], CurrentDecision>(
    `SELECT decision_id AS decisionId, set_id AS setId, action, picked_image_id AS picked
     FROM current_decision WHERE set_id = ?`,
  )
  // The + keeps SQLite from gathering all decisions of the root: the latest line nearly always fits.
  const latestStanding = database.prepare<[RootId], CurrentDecision>(
    `SELECT decision_id AS decisionId, set_id AS setId, action, picked_image_id AS picked
     FROM decision JOIN image_set USING (set_id)
     WHERE +root_id = ? AND action <> 'undo' AND source <> 'import'
       AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes = decision.decision_id)
     ORDER BY decision_id DESC LIMIT 1`,
  )
  const journal = database.prepare<[], JournalRow>(
    `SELECT decision_id AS decisionId, set_id AS setId, set_key AS setKey, project, action,
       image.relative_path AS picked, undoes, shown, source, at_ms AS atMs
     FROM decision JOIN image_set USING (set_id) LEFT JOIN image ON image_id = picked_image_id
     ORDER BY decision_id`,
  )
  const picks = database.prepare<[], Omit<PickToLearnFrom, 'shown'> & { readonly shown: string }>(
    `SELECT decision_id AS decisionId, project, root.path AS rootPath, picked_image_id AS picked, shown,
       at_ms AS atMs
     FROM current_decision JOIN image_set USING (set_id) JOIN root USING (root_id)
     WHERE ${TEACHES} ORDER BY at_ms, decision_id`,
  )
  const pickCount = database
    .prepare<[], number>(`SELECT count(*) FROM current_decision WHERE ${TEACHES}`)
    .pluck()
  const picksOfSet = database
    .prepare<[SetId], 0 | 1>(
      `SELECT count(*) FROM current_decision WHERE set_id = ? AND ${TEACHES}`,
    )
    .pluck()
  const latestId = database
    .prepare<[], DecisionId>('SELECT coalesce(max(decision_id), 0) FROM decision')
    .pluck()

  /** Standing picks up to a line of the journal: counted anew at each key, they would slow every key down. */
  let counted: { readonly upTo: number; readonly picks: number } | null = null
  const picksOf = (setId: SetId): number => picksOfSet.get(setId) ?? 0

  const append = (
    ...line: [
      SetId,
      string,
      ImageId | null,
      DecisionId | null,
      string | null,
      DecisionSource,
      number,
    ]
  ): DecisionId => {
    const [setId] = line
    const before = picksOf(setId)
    const { lastInsertRowid } = withoutCheckpoint(database, () => insert.run(...line))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- decision_id is the row id of its table
    const decisionId = Number(lastInsertRowid) as DecisionId
    if (counted?.upTo === decisionId - 1) {
      counted = { upTo: decisionId, picks: counted.picks + picksOf(setId) - before }
    }
    return decisionId
  }

  return {
    /** Returns only after the line is on disk (synchronous = FULL). */
    append: (
      setId: SetId,
      verdict: Verdict,
      shown: Shown,
      source: DecisionSource,
      atMs: number,
    ): DecisionId =>
      append(
        setId,
        verdict.kind,
        verdict.kind === 'pick' ? verdict.imageId : null,
        null,
        JSON.stringify(shown),
        source,
        atMs,
      ),
    appendUndo: (undone: CurrentDecision, source: DecisionSource, atMs: number): DecisionId =>
      append(undone.setId, 'undo', null, undone.decisionId, null, source, atMs),
    /** The decision that counts for a set; null while it is open. */
    current: (setId: SetId): CurrentDecision | null => current.get(setId) ?? null,
    /** The latest decision in a root that was not taken back: what undo acts on. An import is undone as a whole. */
    latestStanding: (rootId: RootId): CurrentDecision | null => latestStanding.get(rootId) ?? null,
    journal: (): JournalEntry[] =>
      journal.all().map((row) => ({
        ...row,
        shown: row.shown === null ? null : parseShown(row.shown),
      })),
    /** Every standing pick in all roots, oldest first. */
    picks: (): PickToLearnFrom[] =>
      picks.all().map((row) => ({ ...row, shown: parseShown(row.shown) })),
    countPicks: (): number => {
      const upTo = latestId.get() ?? 0
      if (counted?.upTo !== upTo) counted = { upTo, picks: pickCount.get() ?? 0 }
      return counted.picks
    },
    // The statement always answers one row.
    latestId: (): DecisionId | undefined => latestId.get(),
  }
}

export type DecisionRepository = ReturnType<typeof createDecisionRepository>
