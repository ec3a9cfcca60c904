/** Tells that two rows say the same. */
import { placeCrop } from './crop.ts'
import type { PastCrop, PastDecision, PastImage } from '../../shared/history.ts'

/** Edges closer than this are the same crop: files write the same number with three digits or with sixteen. */
const SAME_EDGE = 1000

/** What a decision says, as texts that are equal when it says the same. */
export interface FingerprintParts {
  /** Which image was kept, or that all were rejected, among which; null for an image without rivals. */
  readonly choice: string | null
  /** How the kept image was cropped; null when nothing is said. */
  readonly crop: string | null
}

/**
 * The choice and the crop apart: a row that repeats the choice of another log without its crop tells nothing new.
 * Rivals in any order are the same.
 */
export function fingerprintParts({ images, chosen, crop }: PastDecision): FingerprintParts {
  const kept = chosen === null ? undefined : images[chosen]
  const project = images[0]?.project ?? null
  const rivals = images.filter((image) => image !== kept).map(({ fileName }) => fileName)
  const who = [project, kept?.fileName ?? null]
  const isChoice = rivals.length > 0
  return {
    choice: isChoice ? JSON.stringify([...who, rivals.toSorted()]) : null,
    crop:
      crop === null || kept === undefined ? null : JSON.stringify([...who, cropKey(crop, kept)]),
  }
}

/**
 * A stable text of project, chosen image, sorted rivals and crop. Time and session are left out: the logs write the
 * same decision down at different moments, in forms with and without zone and fraction (DOMAIN, the timestamps), and
 * a choice repeated later says the same again. Who changed his mind and back (A, B, A) has two equal texts around a
 * different one: compare the times of decisions on the same images before taking the third for a duplicate.
 */
export function fingerprint(decision: PastDecision): string {
  const { choice, crop } = fingerprintParts(decision)
  return JSON.stringify([choice, crop])
}

function cropKey(crop: PastCrop, { widthPx, heightPx }: PastImage): readonly (string | number)[] {
  if (crop.kind === 'somewhere' || crop.kind === 'whole') return [crop.kind]
  const { left, top, right, bottom } = crop
  if (crop.kind === 'pixels') {
    const box = widthPx === null || heightPx === null ? null : placeCrop(crop, widthPx, heightPx)
    if (box?.ok !== true) return ['pixels', ...[left, top, right, bottom].map(Math.round)]
    return thousandths(box.left, box.top, box.right, box.bottom)
  }
  return thousandths(left, top, right, bottom)
}

function thousandths(...edges: readonly number[]): number[] {
  return edges.map((edge) => Math.round(edge * SAME_EDGE))
}
