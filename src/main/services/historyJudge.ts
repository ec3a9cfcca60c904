/** How one row of a history ends: imported, duplicate, waiting or quarantined. */
import { placeCrop } from '../../core/import/crop.ts'
import type { ToldBefore } from '../../core/history/toldBefore.ts'
import { fileNameOf, momentOf } from '../../core/sets/fileName.ts'
import type { ImageId, SetId } from '../../shared/domain.ts'
import type { PastDecision, RowOutcome, RowReason } from '../../shared/history.ts'
import type { KeptTold } from '../db/historyRepository.ts'
import type { DecisionToImport, KnownImage, StoredCrop } from '../db/pastDecisionRepository.ts'
import type { MatchedImages } from './historyMatch.ts'
import { inSetOrder, type PastSets } from './historySets.ts'

/** Of a picture as displayed, or why it cannot be read. */
export type PictureSize =
  { readonly widthPx: number; readonly heightPx: number } | { readonly reason: string }

/** What goes into the journal for an imported row. */
export interface PlannedDecision extends DecisionToImport {
  readonly found: readonly KnownImage[]
  readonly project: string
  /** Null: there is none yet. */
  readonly setId: SetId | null
}

export interface Judgement {
  readonly outcome: RowOutcome
  readonly reason: string | null
  readonly detail: string | null
  /** For imported rows alone. */
  readonly plan: PlannedDecision | null
  /** What to keep of the row for later; null when it will never be needed. */
  readonly told: KeptTold | null
}

export interface JudgeOptions {
  readonly sets: PastSets
  readonly toldBefore: ToldBefore
  /** Asked only for pictures whose size was wanted, see `wantsSize`. */
  readonly sizeOf: (imageId: ImageId) => PictureSize | null
  /** For decisions whose time nobody wrote down, nor the picture's name. */
  readonly nowMs: number
}

/** The picture whose size a row needs before it can be judged. */
export function wantsSize({ decision, found }: MatchedImages): KnownImage | null {
  return decision.crop?.kind === 'pixels' ? (found[decision.chosen ?? -1] ?? null) : null
}

/** Rows are to be judged in their order: each one is remembered. */
export function createHistoryJudge({ sets, toldBefore, sizeOf, nowMs }: JudgeOptions) {
  return (told: KeptTold, matched: MatchedImages | RowReason): Judgement => {
    const quarantined = ({ reason, detail }: RowReason): Judgement => ({
      outcome: 'quarantined',
      reason,
      detail: detail === '' ? null : detail,
      plan: null,
      told,
    })
    if ('reason' in matched) return quarantined(matched)
    const { found } = matched
    const kept: KeptTold = { ...told, decision: matched.decision }
    const chosen = found[matched.decision.chosen ?? -1] ?? null
    const measured = chosen === null ? null : sizeOf(chosen.imageId)
    const placed = placeOn(matched.decision, chosen, measured)
    if ('reason' in placed) return quarantined(placed)
    const { decision, crop, isFreeAspect } = placed
    const notes = placed.problem === null ? told.notes : [...told.notes, placed.problem]
    const [note] = notes
    if (decision.images.length === 1 && decision.crop === null && note !== undefined) {
      return quarantined(note)
    }

    const size = measured === null || 'reason' in measured ? null : measured
    if (toldBefore.isKnown(decision, size && [size.widthPx, size.heightPx])) {
      return note === undefined ? duplicate('an earlier row says the same') : quarantined(note)
    }
    const missing = whatIsMissing(decision, found)
    if (missing !== null) {
      toldBefore.remember(decision)
      return { outcome: 'waiting', reason: missing, detail: null, plan: null, told: kept }
    }
    const there = inSetOrder(found.filter((image) => image !== null))
    const picked = chosen?.imageId ?? null
    const setId = sets.find(there, picked)
    if (setId !== null && sets.isDecidedHere(setId)) return duplicate('decided in Setwise since')
    toldBefore.remember(decision)
    const left = [
      ...notes.map(({ reason, detail }) => `${reason}${detail === '' ? '' : ` (${detail})`}`),
      ...(there.length < found.length
        ? [`${there.length} of ${found.length} pictures are there`]
        : []),
      ...(isFreeAspect ? ['free aspect'] : []),
    ]
    return {
      outcome: 'imported',
      reason: null,
      detail: left.length === 0 ? null : left.join('; '),
      plan: {
        found: there,
        setId,
        project: decision.images[0]?.project ?? '',
        picked,
        images: there.map(({ imageId }) => imageId),
        crop,
        atMs: decision.atMs ?? momentIn(chosen ?? there[0]) ?? nowMs,
      },
      told: kept,
    }
  }
}

function duplicate(reason: string): Judgement {
  return { outcome: 'duplicate', reason, detail: null, plan: null, told: null }
}

function momentIn(image: KnownImage | undefined): number | null {
  return image === undefined ? null : momentOf(fileNameOf(image.relativePath))
}

/** Why nothing can be learned from the decision yet; null when it can. */
function whatIsMissing(
  { images, chosen, crop }: PastDecision,
  found: readonly (KnownImage | null)[],
): string | null {
  const present = found.filter((image) => image !== null).length
  if (present === 0) {
    return images.length === 1
      ? 'the picture is not in the library'
      : 'none of the pictures is in the library'
  }
  if (chosen === null) return null
  if ((found[chosen] ?? null) === null) return 'the chosen picture is not in the library'
  const hasRival = images.length === 1 || present > 1
  return hasRival || crop !== null ? null : 'none of the rejected pictures is in the library'
}

interface Placed {
  /** Without a crop that does not fit its picture. */
  readonly decision: PastDecision
  readonly crop: StoredCrop | null
  readonly isFreeAspect: boolean
  /** Why the crop does not fit. */
  readonly problem: RowReason | null
}

/** The crop in fractions of its picture, as far as that is there. */
function placeOn(
  decision: PastDecision,
  picture: KnownImage | null,
  size: PictureSize | null,
): Placed | RowReason {
  const { crop } = decision
  const as = (stored: StoredCrop | null): Placed => ({
    decision,
    crop: stored,
    isFreeAspect: false,
    problem: null,
  })
  if (crop === null || picture === null) return as(null)
  if (crop.kind === 'somewhere') return as('somewhere')
  if (crop.kind === 'whole') return as('none')
  if (crop.kind === 'pixels' && (size === null || 'reason' in size)) {
    return {
      reason: 'the picture cannot be read, and so its size is not known',
      detail: size?.reason ?? picture.relativePath,
    }
  }
  const { widthPx, heightPx } =
    size === null || 'reason' in size ? { widthPx: 1, heightPx: 1 } : size
  const placed = placeCrop(crop, widthPx, heightPx)
  if (!placed.ok) {
    const { reason, detail } = placed
    const without = { ...decision, crop: null }
    return { decision: without, crop: null, isFreeAspect: false, problem: { reason, detail } }
  }
  const { keepsShape, left, top, right, bottom } = placed
  return { ...as({ left, top, right, bottom }), isFreeAspect: !keepsShape }
}
