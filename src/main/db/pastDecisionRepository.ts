/** Images, sets and journal lines as history files need them. Nothing here opens a transaction. */
import type { DecisionId, ImageId, RootId, SetId, Shown } from '../../shared/domain.ts'
import type { Database } from './openDatabase.ts'

/** A picture that is there. */
export interface KnownImage {
  readonly imageId: ImageId
  readonly rootId: RootId
  readonly rootPath: string
  readonly relativePath: string
  readonly widthPx: number | null
  readonly heightPx: number | null
}

/** A crop as the journal keeps it: fractions of the picture; cropped, where unknown; kept whole. */
export type StoredCrop =
  | { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
  | 'somewhere'
  | 'none'

/** A decision of the past about images that are there. */
export interface DecisionToImport {
  /** The kept image; null: all were rejected. */
  readonly picked: ImageId | null
  readonly images: readonly ImageId[]
  readonly crop: StoredCrop | null
  readonly atMs: number
}

/** A standing decision with its set, as it is exported and counted. */
export interface StandingDecision {
  readonly setId: SetId
  readonly project: string
  readonly action: 'pick' | 'reject' | 'skip'
  readonly picked: ImageId | null
  readonly order: readonly ImageId[]
  readonly crop: StoredCrop | null
  readonly atMs: number
  /** True for the decision that counts for its set. */
  readonly isCurrent: boolean
}

interface StandingRow extends Omit<StandingDecision, 'order' | 'crop' | 'isCurrent'> {
  readonly shown: string
  readonly crop: string | null
  readonly isCurrent: 0 | 1
}

export function createPastDecisionRepository(database: Database) {
  // The folder opened last comes first.
  const roots = database.prepare<[], { readonly rootId: RootId; readonly rootPath: string }>(
    'SELECT root_id AS rootId, path AS rootPath FROM root ORDER BY opened_at_ms DESC, root_id DESC',
  )
  const imagesBelow = database
    .prepare<[RootId], [ImageId, string, number | null, number | null]>(
      `SELECT image_id, relative_path, width_px, height_px FROM image WHERE root_id = ? AND present = 1`,
    )
    .raw()
  const presence = database
    .prepare<[], string>(
      `SELECT count(*) || ' ' || coalesce(max(image_id), 0) || ' ' || coalesce(sum(image_id), 0)
       FROM image WHERE present = 1`,
    )
    .pluck()
  const saveSize = database.prepare<[number, number, ImageId]>(
    'UPDATE image SET width_px = ?, height_px = ? WHERE image_id = ? AND width_px IS NULL',
  )
  // Present sets first.
  const memberships = database
    .prepare<[], [ImageId, SetId]>(
      `SELECT image_id, set_id FROM set_member JOIN image_set USING (set_id) ORDER BY present DESC, set_id`,
    )
    .raw()
  const setByKey = database
    .prepare<[RootId, string], SetId>(
      'SELECT set_id FROM image_set WHERE root_id = ? AND set_key = ?',
    )
    .pluck()
  const addSet = database.prepare<[RootId, string, string]>(
    `INSERT INTO image_set (root_id, set_key, project, grouped_by, ordinal, present)
     VALUES (?, ?, ?, 'stage', 0, 0)`,
  )
  const addMember = database.prepare<[SetId, number, ImageId]>(
    'INSERT INTO set_member (set_id, position, image_id) VALUES (?, ?, ?)',
  )
  const decidedHere = database
    .prepare<[], SetId>(
      `SELECT set_id FROM decision WHERE action <> 'undo' AND source <> 'import'
         AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes = decision.decision_id)`,
    )
    .pluck()
  const append = database.prepare<
    [SetId, 'pick' | 'reject', ImageId | null, string, string | null, number]
  >(
    `INSERT INTO decision (set_id, action, picked_image_id, shown, crop, source, at_ms)
     VALUES (?, ?, ?, ?, ?, 'import', ?)`,
  )
  const takeBack = database.prepare<[number, DecisionId]>(
    `INSERT INTO decision (set_id, action, undoes, source, at_ms)
     SELECT set_id, 'undo', decision_id, 'import', ? FROM decision
     WHERE decision_id = ? AND NOT EXISTS (
       SELECT 1 FROM decision AS undo WHERE undo.undoes = decision.decision_id)`,
  )
  const standing = database.prepare<[], StandingRow>(
    `SELECT set_id AS setId, image_set.project, action, picked_image_id AS picked, shown, crop,
       at_ms AS atMs, decision_id IN (SELECT decision_id FROM current_decision) AS isCurrent
     FROM decision JOIN image_set USING (set_id)
     WHERE action <> 'undo'
       AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes = decision.decision_id)
     ORDER BY at_ms, decision_id`,
  )
  const images = database.prepare<
    [],
    {
      readonly imageId: ImageId
      readonly rootPath: string
      readonly relativePath: string
      readonly stage: number
      readonly widthPx: number | null
      readonly heightPx: number | null
      readonly isReady: 0 | 1
    }
  >(
    `SELECT image_id AS imageId, root.path AS rootPath, relative_path AS relativePath, stage,
       width_px AS widthPx, height_px AS heightPx,
       failure IS NOT NULL OR content_hash IN (
         SELECT content_hash FROM extraction WHERE extractor LIKE 'encoder:%') AS isReady
     FROM image JOIN root USING (root_id)`,
  )

  return {
    knownImages: (): KnownImage[] =>
      roots.all().flatMap(({ rootId, rootPath }) =>
        imagesBelow.all(rootId).map(([imageId, relativePath, widthPx, heightPx]) => ({
          imageId,
          rootId,
          rootPath,
          relativePath,
          widthPx,
          heightPx,
        })),
      ),
    /** Another text when pictures came or went. */
    presence: (): string => presence.get() ?? '',
    saveSize: (imageId: ImageId, widthPx: number, heightPx: number): void =>
      void saveSize.run(widthPx, heightPx, imageId),
    /** The sets that each image was ever in, present ones first. */
    memberships: (): Map<ImageId, SetId[]> => {
      const setsOf = new Map<ImageId, SetId[]>()
      for (const [imageId, setId] of memberships.iterate()) {
        const known = setsOf.get(imageId)
        if (known === undefined) setsOf.set(imageId, [setId])
        else known.push(setId)
      }
      return setsOf
    },
    setByKey: (rootId: RootId, key: string): SetId | null => setByKey.get(rootId, key) ?? null,
    /** A set that no queue shows; a scan that finds a set of this key takes it over. */
    addHiddenSet: (
      rootId: RootId,
      key: string,
      project: string,
      images: readonly ImageId[],
    ): SetId => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- set_id is the row id of its table
      const setId = Number(addSet.run(rootId, key, project).lastInsertRowid) as SetId
      images.forEach((imageId, index) => addMember.run(setId, index + 1, imageId))
      return setId
    },
    /** Sets for which a decision made in Setwise stands. */
    decidedHere: (): Set<SetId> => new Set(decidedHere.all()),
    append: (setId: SetId, { picked, images, crop, atMs }: DecisionToImport): DecisionId => {
      const shown: Shown = {
        order: images,
        suggested: null,
        confidence: null,
        modelId: null,
        blind: false,
        elapsedMs: null,
      }
      const kept = crop === null ? null : JSON.stringify(crop)
      const action = picked === null ? 'reject' : 'pick'
      const line = append.run(setId, action, picked, JSON.stringify(shown), kept, atMs)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- decision_id is the row id of its table
      return Number(line.lastInsertRowid) as DecisionId
    },
    /** Adds an undo line, unless there is one. */
    takeBack: (decisionId: DecisionId, atMs: number): void => void takeBack.run(atMs, decisionId),
    /** In the order of their times. */
    standing: (): StandingDecision[] =>
      standing.all().map(({ shown, crop, isCurrent, ...row }) => ({
        ...row,
        /* oxlint-disable typescript/no-unsafe-type-assertion -- both are written by the two append() alone */
        order: (JSON.parse(shown) as Shown).order,
        crop: crop === null ? null : (JSON.parse(crop) as StoredCrop),
        /* oxlint-enable typescript/no-unsafe-type-assertion */
        isCurrent: isCurrent === 1,
      })),
    /** Every image ever seen. `isReady`: its features are known, or it cannot be read at all. */
    images: () => new Map(images.all().map((image) => [image.imageId, image])),
  }
}

export type PastDecisionRepository = ReturnType<typeof createPastDecisionRepository>
