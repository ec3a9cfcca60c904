/** How far the measures of a hand lie from those of real hands. */
import type { HandOutlier, Point } from '../../shared/people.ts'
import { handMeasures, type HandMeasure } from './handMeasures.ts'

/** What measures of real hands look like; made by tools/people-models/handReference.ts. */
export interface HandReference {
  readonly hands: number
  readonly pictures: number
  /** Median share of each of PARTS in the length of all of them. */
  readonly typical: readonly number[]
  /** By name of the measure. */
  readonly measures: Readonly<Record<string, { readonly middle: number; readonly spread: number }>>
  /** Deviation above which a measure is an outlier. */
  readonly threshold: number
}

/** Every measure in standard deviations of the reference, worst first; for the making of the reference too. */
export function deviations(
  points: readonly Point[],
  confidence: number,
  aspect: number,
  reference: Omit<HandReference, 'threshold'>,
): HandOutlier[] {
  const worst = new Map<string, number>()
  for (const measure of handMeasures(points, confidence, aspect, reference.typical)) {
    const deviation = deviationOf(measure, reference)
    worst.set(measure.words, Math.max(deviation, worst.get(measure.words) ?? -Infinity))
  }
  return [...worst]
    .map(([words, deviation]) => ({ words, deviation }))
    .toSorted((one, other) => other.deviation - one.deviation)
}

function deviationOf(
  { name, value }: HandMeasure,
  reference: Omit<HandReference, 'threshold'>,
): number {
  const usual = reference.measures[name]
  if (usual === undefined) throw new Error(`the reference of hands lacks ${name}`)
  return (value - usual.middle) / usual.spread
}
