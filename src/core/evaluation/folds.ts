/** Which sets are held out together. A figure on a set is honest only if nothing like it was learned from. */
import { at, itemAt } from '../training/numbers.ts'

/** Folds of the cross-validation, and the least number of groups that are kept whole. */
export const FOLD_COUNT = 5

export interface Folds {
  /** Fold of each set, 0 to count - 1. */
  readonly foldOf: Int32Array
  readonly count: number
  /**
   * `groups`: all sets of one project and session are in one fold. `blocks`: there were too few groups for
   * that, so each fold is a run of neighbouring decisions, and a session can reach into two folds.
   */
  readonly kind: 'groups' | 'blocks'
}

/**
 * Splits sets into folds of about equal size.
 *
 * Groups (project and session) stay whole if there are at least FOLD_COUNT of them and none holds more
 * than half of the sets; the largest go first, each to the fold that has fewest sets. Otherwise the sets
 * are ordered by group (in order of first appearance) and then by time, and cut into contiguous blocks:
 * neighbours in time are most alike, so a block keeps most of them on one side.
 * @param project one per set, in order of decision.
 * @param session one per set.
 */
export function makeFolds(project: readonly string[], session: readonly string[]): Folds {
  const groups = groupSets(project, session)
  const setCount = project.length
  const largest = Math.max(0, ...groups.map((group) => group.length))
  if (groups.length >= FOLD_COUNT && largest * 2 <= setCount) {
    return { foldOf: foldsOfGroups(groups, setCount), count: FOLD_COUNT, kind: 'groups' }
  }
  const count = Math.min(FOLD_COUNT, setCount)
  const foldOf = new Int32Array(setCount)
  for (const [place, set] of groups.flat().entries()) {
    foldOf[set] = Math.floor((place * count) / setCount)
  }
  return { foldOf, count, kind: 'blocks' }
}

/** The sets inside and outside of one fold, each in order. */
export function splitByFold(
  { foldOf }: Folds,
  fold: number,
): { readonly training: Int32Array; readonly heldOut: Int32Array } {
  const training: number[] = []
  const heldOut: number[] = []
  for (const [set, itsFold] of foldOf.entries()) {
    if (itsFold === fold) heldOut.push(set)
    else training.push(set)
  }
  return { training: Int32Array.from(training), heldOut: Int32Array.from(heldOut) }
}

function groupSets(project: readonly string[], session: readonly string[]): number[][] {
  const groups = new Map<string, number[]>()
  for (const [set, name] of project.entries()) {
    const key = JSON.stringify([name, itemAt(session, set)])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [set])
    else group.push(set)
  }
  return [...groups.values()]
}

function foldsOfGroups(groups: readonly number[][], setCount: number): Int32Array {
  const foldOf = new Int32Array(setCount)
  const sizes = new Int32Array(FOLD_COUNT)
  // toSorted is stable: groups of equal size keep their order, so the folds are always the same.
  for (const group of groups.toSorted((one, other) => other.length - one.length)) {
    const fold = sizes.indexOf(Math.min(...sizes))
    sizes[fold] = at(sizes, fold) + group.length
    for (const set of group) foldOf[set] = fold
  }
  return foldOf
}
