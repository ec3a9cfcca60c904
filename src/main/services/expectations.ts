/** Use case: what the decisions in the journal lead to expect. */
import { groupByKey } from '../../core/sets/groupByKey.ts'
import type { ImageId } from '../../shared/domain.ts'
import type { Expectations } from '../../shared/history.ts'
import type { HistoryRepository } from '../db/historyRepository.ts'
import type { PastDecisionRepository, StandingDecision } from '../db/pastDecisionRepository.ts'

export interface ExpectationsDependencies {
  readonly past: Pick<PastDecisionRepository, 'standing' | 'images'>
  readonly rows: Pick<HistoryRepository, 'unused'>
}

/** Fewer crops say nothing of taste. */
const LEAST_CROPS = 10
const TENTHS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

type Images = ReturnType<PastDecisionRepository['images']>
type Box = readonly [number, number, number, number]

export function createExpectations({ past, rows }: ExpectationsDependencies): () => Expectations {
  return () => {
    const standing = past.standing()
    const images = past.images()
    const current = standing.filter(({ isCurrent, action }) => isCurrent && action !== 'skip')
    const crops = cropsOfPicked(standing)
    const boxes = [...crops.values()].flatMap((crop): Box[] =>
      typeof crop === 'string' ? [] : [[crop.left, crop.top, crop.right, crop.bottom]],
    )
    const choices = current.filter(({ action, order }) => action === 'pick' && order.length > 1)
    const unready = choices.filter(({ order }) =>
      order.some((imageId) => images.get(imageId)?.isReady !== 1),
    )
    const isEnough = boxes.length >= LEAST_CROPS
    return {
      projects: projectsOf(current, crops, images),
      keptAreaDeciles: isEnough
        ? quantiles(
            boxes.map(([left, top, right, bottom]) => (right - left) * (bottom - top)),
            TENTHS,
          )
        : null,
      constantBox: isEnough ? medianBox(boxes) : null,
      trainable: choices.length - unready.length,
      missing: missingWords(rows.unused(), unready.length),
    }
  }
}

/** The latest crop told of each image that was picked. */
function cropsOfPicked(
  standing: readonly StandingDecision[],
): ReadonlyMap<ImageId, NonNullable<StandingDecision['crop']>> {
  const crops = new Map<ImageId, NonNullable<StandingDecision['crop']>>()
  for (const { picked, crop } of standing) {
    if (picked === null || crop === null) continue
    // That it was cropped says less than where.
    if (crop === 'somewhere' && crops.has(picked)) continue
    crops.set(picked, crop)
  }
  return crops
}

function projectsOf(
  current: readonly StandingDecision[],
  crops: ReturnType<typeof cropsOfPicked>,
  images: Images,
): Expectations['projects'] {
  const projects = groupByKey(current, ({ project }) => project)
  return [...projects]
    .map(([project, decisions]) => {
      const told = decisions.flatMap(({ picked }) =>
        picked === null ? [] : (crops.get(picked) ?? []),
      )
      const highest = decisions.flatMap((decision) => isHighest(decision, images) ?? [])
      return {
        project,
        decisions: decisions.length,
        highestStageShare: share(highest.filter(Boolean).length, highest.length),
        cropRate: share(told.filter((crop) => crop !== 'none').length, told.length),
      }
    })
    .toSorted((a, b) => b.decisions - a.decisions || a.project.localeCompare(b.project))
}

/** Null where there was nothing to choose among stages. */
function isHighest({ picked, order }: StandingDecision, images: Images): boolean | null {
  if (picked === null) return null
  const stages = order.map((imageId) => images.get(imageId)?.stage ?? 0)
  const highest = Math.max(...stages)
  if (Math.min(...stages) === highest) return null
  return images.get(picked)?.stage === highest
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

function medianBox(boxes: readonly Box[]): Box {
  const median = (edge: 0 | 1 | 2 | 3): number =>
    quantiles(
      boxes.map((box) => box[edge]),
      [0.5],
    )[0] ?? 0
  return [median(0), median(1), median(2), median(3)]
}

/** With linear interpolation between neighbours, as numpy does. */
function quantiles(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return shares.map((part) => {
    const place = part * (sorted.length - 1)
    const low = sorted[Math.floor(place)] ?? 0
    const high = sorted[Math.ceil(place)] ?? low
    return low + (high - low) * (place - Math.floor(place))
  })
}

function missingWords(
  unused: ReturnType<HistoryRepository['unused']>,
  unready: number,
): readonly string[] {
  const count = (outcome: 'waiting' | 'quarantined', hasCrop: 0 | 1): number =>
    unused.find((one) => one.outcome === outcome && one.hasCrop === hasCrop)?.count ?? 0
  const [crops, choices] = [count('waiting', 1), count('waiting', 0)]
  const quarantined = count('quarantined', 0) + count('quarantined', 1)
  return [
    ...(crops > 0
      ? [
          `${amount(crops, 'crop waits for its image', 'crops wait for their images')}: add a folder.`,
        ]
      : []),
    ...(choices > 0
      ? [
          `${amount(choices, 'choice waits for its images', 'choices wait for their images')}: add a folder.`,
        ]
      : []),
    ...(unready > 0
      ? [
          `${amount(unready, 'choice waits until the features of its images are', 'choices wait until the features of their images are')} there: they are computed for the folder that is open.`,
        ]
      : []),
    ...(quarantined > 0
      ? [`${amount(quarantined, 'row is', 'rows are')} in quarantine: the ledger says why.`]
      : []),
  ]
}

function amount(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
