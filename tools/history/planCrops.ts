/** Which of his choices were cropped, where, and which file told it first. */
import { shuffled } from '../sample/random.ts'
import type { Random } from '../sample/random.ts'
import { apportion, cropAmounts } from './amounts.ts'
import type { Amounts } from './amounts.ts'
import { cropBox, keptAreaAt } from './cropBoxes.ts'
import type { CropSource, Draft } from './past.ts'

/** Share of cropped choices of each project: from 0 % to 99 % (DOMAIN), before they are fitted to the sum. */
const CROP_RATES = [
  0.6, 0.99, 0.45, 0.55, 0.7, 0.3, 0.8, 0.5, 0.65, 0.75, 0.58, 0.05, 0.9, 0.35, 0,
] as const
const HIGHEST_RATE = 0.99
/** All but the projects at the two ends stay below this. */
const HIGHEST_FITTED_RATE = 0.96
/** Of the sets that only a database has. */
const REJECTED_SHARE = 0.1

/** Gives each draft its crop, or leaves it without one. `projects`: the drafts of each project. */
export function planCrops(
  random: Random,
  projects: readonly (readonly Draft[])[],
  amounts: Amounts,
): void {
  const logged = projects.map((sets) => sets.filter(({ toldBy }) => toldBy !== 'database'))
  const wanted = cropAmounts(amounts)
  const total = Object.values(wanted).reduce((sum, amount) => sum + amount, 0)
  const counts = fitRates(
    logged.map((sets) => sets.length),
    total,
  )
  const cropped = logged.map((sets, index) => shuffled(random, sets).slice(0, counts[index]))
  const ofMojo1 = (cropped[0] ?? []).slice(0, wanted.placelessOfOne)
  const rest = cropped
    .flat()
    .filter((set) => !ofMojo1.includes(set))
    .toSorted((a, b) => a.decidedAtMs - b.decidedAtMs)
  // The oldest rows are the ones in fractions.
  const oldest = rest.splice(0, wanted.fractions)
  const sources = shuffled(random, [
    ...repeat('pixels', wanted.pixels),
    ...repeat('sized', wanted.sized),
    ...repeat('placeholder', wanted.placeholder),
    ...repeat('training', wanted.training),
    ...repeat('placeless', wanted.placeless),
  ])
  const told: (readonly [Draft, CropSource | 'database'])[] = [
    ...ofMojo1.map((set) => [set, 'placelessOfOne'] as const),
    ...oldest.map((set) => [set, 'fractions'] as const),
    ...rest.map((set, index) => [set, sources[index] ?? 'pixels'] as const),
    ...inDatabases(random, projects).map((set) => [set, 'database'] as const),
  ]
  const withBox = shuffled(
    random,
    told.filter(([, source]) => !isPlaceless(source)),
  )
  for (const [set, source] of told) set.crop = { source, box: null }
  for (const [index, [set, source]] of withBox.entries()) {
    const picture = set.pictures[set.chosen ?? 0]
    if (picture === undefined) continue
    // One crop from each step of the distribution: the deciles are met exactly.
    const area = keptAreaAt((index + 0.5) / withBox.length)
    set.crop = { source, box: cropBox(random, picture.widthPx, picture.heightPx, area) }
  }
}

function isPlaceless(source: CropSource | 'database'): boolean {
  return source === 'placeholder' || source === 'placeless' || source === 'placelessOfOne'
}

function repeat(source: CropSource, amount: number): CropSource[] {
  return Array.from({ length: amount }, () => source)
}

/** Rejects some sets of the databases, and answers those of the others that were cropped. */
function inDatabases(random: Random, projects: readonly (readonly Draft[])[]): Draft[] {
  return projects.flatMap((sets, index) => {
    const own = sets.filter(({ toldBy }) => toldBy === 'database')
    const rejected = Math.ceil(own.length * REJECTED_SHARE)
    const order = shuffled(random, own)
    for (const set of order.slice(0, rejected)) set.chosen = null
    const rate = CROP_RATES[index] ?? 0
    return order.slice(rejected, rejected + Math.round((own.length - rejected) * rate))
  })
}

/**
 * Crops per project, `total` in all. The projects at 0 % and 99 % stay there; the rates of the others are
 * moved together until the sum fits.
 */
export function fitRates(setCounts: readonly number[], total: number): number[] {
  const fixed = CROP_RATES.map((rate, index) =>
    rate === 0 || rate === HIGHEST_RATE ? Math.floor(rate * (setCounts[index] ?? 0)) : null,
  )
  const left = total - fixed.reduce<number>((sum, count) => sum + (count ?? 0), 0)
  // Uncropped shares shrink by a common power: rates stay in order and below 1.
  const ratesAt = (power: number) =>
    CROP_RATES.map((rate, index) =>
      fixed[index] === null
        ? (setCounts[index] ?? 0) * Math.min(HIGHEST_FITTED_RATE, 1 - (1 - rate) ** power)
        : 0,
    )
  const sumAt = (power: number) => ratesAt(power).reduce((sum, count) => sum + count, 0)
  let [low, high] = [0, 20]
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (sumAt(middle) < left) low = middle
    else high = middle
  }
  const fitted = apportion(left, ratesAt(high))
  return fixed.map((count, index) => count ?? fitted[index] ?? 0)
}
