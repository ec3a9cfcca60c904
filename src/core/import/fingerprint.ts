/** Tells that two rows say the same. */
import type { PastCrop, PastDecision, PastImage } from '../../shared/history.ts'

/** Fractions without a size are compared in steps of 0.0001, a tenth of a pixel of the smallest pictures. */
const FRACTION_STEPS = 10_000

/** What a decision says, as texts that are equal when it says the same. */
export interface FingerprintParts {
  /** Which image was kept, or that all were rejected, among which; null for an image without rivals. */
  readonly choice: string | null
  /** How the kept image was cropped; null when nothing is said. */
  readonly crop: string | null
}

/**
 * The choice and the crop apart: a row that repeats the choice of another log without its crop tells nothing new.
 * Rivals in any order are the same. The sizes of the images take part in the crop: fill in what the library knows,
 * and a row in fractions without a size is compared with rows in pixels too.
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

/**
 * Where the size is known fractions are counted in whole pixels: so a crop in pixels from a row without a size is
 * the same as that crop in fractions from a row with one, whatever number of digits was written.
 */
function cropKey(crop: PastCrop, { widthPx, heightPx }: PastImage): readonly (string | number)[] {
  if (crop.kind === 'somewhere' || crop.kind === 'whole') return [crop.kind]
  const edges = [crop.left, crop.top, crop.right, crop.bottom]
  if (crop.kind === 'pixels') return ['pixels', ...edges.map(Math.round)]
  if (widthPx === null || heightPx === null) {
    return ['fractions', ...edges.map((edge) => Math.round(edge * FRACTION_STEPS))]
  }
  const sizes = [widthPx, heightPx, widthPx, heightPx]
  return ['pixels', ...edges.map((edge, index) => Math.round(edge * (sizes[index] ?? 1)))]
}
