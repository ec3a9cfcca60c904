/** Rows of sets and their members. */
import { groupByKey } from '../../core/sets/groupByKey.ts'
import type { Candidate, GroupedBy, ImageId, ImageSet, RootId, SetId } from '../../shared/domain.ts'
import type { SetState, SingleImage } from '../../shared/ipc.ts'
import type { Database } from './openDatabase.ts'
import { writeInSlices } from './slices.ts'

export interface SetToSave {
  readonly key: string
  readonly project: string
  readonly groupedBy: GroupedBy
  readonly members: readonly ImageId[]
}

interface SetRow {
  readonly setId: SetId
  readonly key: string
  readonly project: string
  readonly groupedBy: GroupedBy
}

interface SavedSet extends SetRow {
  readonly ordinal: number
}

/** The sets of one project in numbers. */
export interface ProjectCounts {
  readonly name: string
  readonly sets: number
  readonly decided: number
  readonly imagesInSets: number
}

export interface SetWithState {
  readonly setId: SetId
  readonly state: SetState
}

const SET_COLUMNS = 'set_id AS setId, set_key AS key, project, grouped_by AS groupedBy'

export function createSetRepository(database: Database) {
  // RETURNING is safe inside a transaction: whoever commits that is told when it fails.
  const upsertSet = database
    .prepare<[RootId, string, string, GroupedBy, number], SetId>(
      `INSERT INTO image_set (root_id, set_key, project, grouped_by, ordinal) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (root_id, set_key) DO UPDATE SET
         present = 1, project = excluded.project, grouped_by = excluded.grouped_by, ordinal = excluded.ordinal
       RETURNING set_id`,
    )
    .pluck()
  const removeMembers = database.prepare<[SetId]>('DELETE FROM set_member WHERE set_id = ?')
  const addMember = database.prepare<[SetId, number, ImageId]>(
    'INSERT INTO set_member (set_id, position, image_id) VALUES (?, ?, ?)',
  )
  const savedSets = database.prepare<[RootId], SavedSet>(
    `SELECT ${SET_COLUMNS}, ordinal FROM image_set WHERE root_id = ? AND present = 1`,
  )
  const savedMembers = database.prepare<
    [RootId],
    { readonly setId: SetId; readonly imageId: ImageId }
  >(
    `SELECT set_id AS setId, image_id AS imageId FROM image_set JOIN set_member USING (set_id)
     WHERE root_id = ? AND present = 1 ORDER BY set_id, position`,
  )
  const presentSetIds = database
    .prepare<[RootId], SetId>(
      'SELECT set_id FROM image_set WHERE root_id = ? AND present = 1 ORDER BY ordinal',
    )
    .pluck()
  const markAbsent = database.prepare<[SetId]>('UPDATE image_set SET present = 0 WHERE set_id = ?')
  const setRow = database.prepare<[SetId], SetRow>(
    `SELECT ${SET_COLUMNS} FROM image_set WHERE set_id = ?`,
  )
  const setByKey = database
    .prepare<[RootId, string], SetId>(
      'SELECT set_id FROM image_set WHERE root_id = ? AND set_key = ? AND present = 1',
    )
    .pluck()
  const candidates = database.prepare<[SetId], Candidate>(
    `SELECT image_id AS imageId, position, relative_path AS relativePath, stage,
       width_px AS widthPx, height_px AS heightPx, failure
     FROM set_member JOIN image USING (image_id) WHERE set_id = ? ORDER BY position`,
  )
  const states = database.prepare<[RootId], SetWithState>(
    `SELECT image_set.set_id AS setId, coalesce(current_decision.action, 'open') AS state
     FROM image_set LEFT JOIN current_decision USING (set_id)
     WHERE root_id = ? AND present = 1 ORDER BY ordinal`,
  )
  const projects = database
    .prepare<[RootId], string>(
      'SELECT DISTINCT project FROM image_set WHERE root_id = ? AND present = 1 ORDER BY project',
    )
    .pluck()
  const projectCounts = database.prepare<[RootId], ProjectCounts>(
    `SELECT project AS name, count(*) AS sets, sum(action IS NOT NULL) AS decided,
       sum((SELECT count(*) FROM set_member WHERE set_member.set_id = image_set.set_id)) AS imagesInSets
     FROM image_set LEFT JOIN current_decision USING (set_id)
     WHERE root_id = ? AND present = 1 GROUP BY project ORDER BY min(ordinal)`,
  )
  const count = database
    .prepare<[RootId], number>('SELECT count(*) FROM image_set WHERE root_id = ? AND present = 1')
    .pluck()
  const singleCount = database
    .prepare<[RootId, RootId], number>(
      `SELECT count(*) FROM image WHERE root_id = ? AND present = 1 AND image_id NOT IN (
         SELECT image_id FROM image_set JOIN set_member USING (set_id)
         WHERE root_id = ? AND present = 1)`,
    )
    .pluck()
  const singles = database.prepare<[RootId], Omit<SingleImage, 'project'>>(
    `SELECT image_id AS imageId, relative_path AS relativePath FROM image
     WHERE root_id = ? AND present = 1 AND NOT EXISTS (
       SELECT 1 FROM set_member JOIN image_set USING (set_id)
       WHERE set_member.image_id = image.image_id AND image_set.present = 1)
     ORDER BY relative_path`,
  )

  const loadSet = (setId: SetId): ImageSet | null => {
    const row = setRow.get(setId)
    return row === undefined ? null : { ...row, candidates: candidates.all(setId) }
  }

  return {
    /**
     * Makes `sets` the root's sets, in this order. Sets that are gone stay in the journal's reach. What is
     * saved already is not written again: a folder that did not change costs no write.
     */
    replaceSets: async (rootId: RootId, sets: readonly SetToSave[]): Promise<void> => {
      const saved = new Map(savedSets.all(rootId).map((set) => [set.key, set]))
      const members = groupByKey(savedMembers.all(rootId), ({ setId }) => setId)
      const plans = sets.map((set, ordinal) => {
        const before = saved.get(set.key)
        saved.delete(set.key)
        const ids = before && members.get(before.setId)?.map(({ imageId }) => imageId)
        return {
          set,
          ordinal,
          isPlaced:
            before?.project === set.project &&
            before.groupedBy === set.groupedBy &&
            before.ordinal === ordinal,
          hasMembers: ids?.join() === set.members.join(),
        }
      })
      const changed = plans.filter(({ isPlaced, hasMembers }) => !isPlaced || !hasMembers)
      await writeInSlices(database, changed, ({ set, ordinal, hasMembers }) => {
        const setId = upsertSet.get(rootId, set.key, set.project, set.groupedBy, ordinal)
        if (setId === undefined) throw new Error('INSERT … RETURNING gave no row')
        if (hasMembers) return
        removeMembers.run(setId)
        set.members.forEach((imageId, index) => addMember.run(setId, index + 1, imageId))
      })
      await writeInSlices(database, [...saved.values()], ({ setId }) => void markAbsent.run(setId))
    },
    load: loadSet,
    loadAll: (rootId: RootId): ImageSet[] =>
      presentSetIds.all(rootId).flatMap((setId) => loadSet(setId) ?? []),
    idByKey: (rootId: RootId, key: string): SetId | null => setByKey.get(rootId, key) ?? null,
    ids: (rootId: RootId): SetId[] => presentSetIds.all(rootId),
    states: (rootId: RootId): SetWithState[] => states.all(rootId),
    projectCounts: (rootId: RootId): ProjectCounts[] => projectCounts.all(rootId),
    projects: (rootId: RootId): string[] => projects.all(rootId),
    count: (rootId: RootId): number => count.get(rootId) ?? 0,
    countSingles: (rootId: RootId): number => singleCount.get(rootId, rootId) ?? 0,
    singles: (rootId: RootId): Omit<SingleImage, 'project'>[] => singles.all(rootId),
  }
}

export type SetRepository = ReturnType<typeof createSetRepository>
