/**
 * How many of everything, at the first user's scale (DOMAIN, "His files" and the traps). A row counts as he
 * counts it: a repeated one counts, a broken one does not.
 */
export interface Amounts {
  /** Readable rows of selection_only_log. */
  readonly selections: number
  /** Of those, rows that say what an earlier one says. */
  readonly repeatedSelections: number
  /** Sets whose chosen image has not the highest stage: the readable rows of anomaly_cases. */
  readonly lowerStage: number
  /** Of those, sets that selection_only_log does not have. */
  readonly onlyAmongAnomalies: number
  /** Readable rows of select_crop_log: pixels without a size, repeated ones included. */
  readonly pixelCrops: number
  readonly repeatedPixelCrops: number
  /** Pixels with the size of the image. */
  readonly sizedCrops: number
  /** The oldest rows: fractions. */
  readonly fractionCrops: number
  /** Nine fields and a placeholder box. */
  readonly placeholderCrops: number
  readonly repeatedPlaceholders: number
  /** crop_training_data: crops that no other file has, and crops that select_crop_log has. */
  readonly trainingCrops: number
  readonly repeatedTrainingCrops: number
  /** historical_crop_log and mojo1_crop_log: crops that no other file has, and known ones in each. */
  readonly placelessCrops: number
  readonly placelessCropsOfOne: number
  readonly repeatedPlaceless: number
  /** Sets that only the decision databases have, in each of them. */
  readonly setsPerDatabase: number
  readonly repeatedPerDatabase: number
  /** Rows of each Parquet file: fewer than he has, the bench for those is another. */
  readonly featureRows: number
  /** Sets of the second project that carry the file names of the first. */
  readonly sameNames: number
  /** Sets of three or four that lost a rejected image; pairs that lost it; sets that lost the chosen one. */
  readonly someRivalsGone: number
  readonly onlyRivalGone: number
  readonly chosenGone: number
  /** Of each kind of broken row, in each file that has it. */
  readonly broken: number
}

export const PROJECT_COUNT = 15
/** One database for each of this many projects. */
export const DATABASE_COUNT = 4

/** @param scale 1 is the first user's; at a smaller one every trap is still there. */
export function amountsAt(scale: number): Amounts {
  const scaled = (amount: number, atLeast: number) => Math.max(atLeast, Math.round(amount * scale))
  return {
    selections: scaled(21_250, 60),
    repeatedSelections: scaled(212, 2),
    lowerStage: scaled(518, 4),
    onlyAmongAnomalies: scaled(40, 1),
    pixelCrops: scaled(7193, 16),
    repeatedPixelCrops: scaled(70, 2),
    sizedCrops: 1,
    fractionCrops: scaled(54, 2),
    placeholderCrops: scaled(5431, 8),
    repeatedPlaceholders: scaled(54, 1),
    trainingCrops: scaled(400, 3),
    repeatedTrainingCrops: scaled(1100, 4),
    placelessCrops: scaled(300, 2),
    placelessCropsOfOne: scaled(60, 1),
    repeatedPlaceless: scaled(200, 2),
    setsPerDatabase: scaled(150, 6),
    repeatedPerDatabase: scaled(20, 1),
    featureRows: scaled(2000, 12),
    sameNames: scaled(150, 2),
    someRivalsGone: scaled(200, 2),
    onlyRivalGone: scaled(60, 2),
    chosenGone: scaled(100, 2),
    broken: scaled(3, 1),
  }
}

/** Crops that are made by hand in the plan, each told first by the file named. */
export function cropAmounts(amounts: Amounts) {
  return {
    fractions: amounts.fractionCrops,
    pixels: amounts.pixelCrops - amounts.repeatedPixelCrops,
    sized: amounts.sizedCrops,
    placeholder: amounts.placeholderCrops - amounts.repeatedPlaceholders,
    training: amounts.trainingCrops,
    placeless: amounts.placelessCrops,
    placelessOfOne: amounts.placelessCropsOfOne,
  }
}

/** Shares of a whole number in proportion to the weights; the largest remainders get what is left. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => (sum === 0 ? 0 : (total * weight) / sum))
  const whole = exact.map(Math.floor)
  const left = total - whole.reduce((all, value) => all + value, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) whole[index] = (whole[index] ?? 0) + 1
  return whole
}
