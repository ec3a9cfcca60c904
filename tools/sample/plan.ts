import type { Defects } from './degrade.ts'
import { nameFiles, projectName } from './names.ts'
import { between, pick, seededRandom, shuffled, wholeBetween } from './random.ts'
import type { Random } from './random.ts'
import { SCENE_DECK } from './scenes/render.ts'
import type { Layout, SampleTruth, SetTruth, Source, VariantTruth } from './truth.ts'

/** How strong each defect is at its strongest; chosen so that a person sees the difference side by side. */
export const STRONGEST = {
  /** Of an image whose long edge is 1,216 px; in proportion for others. */
  blurSigmaPx: 3,
  exposureStops: 0.5,
  warmth: 1,
  shiftXFraction: 0.085,
  noiseSigma: 1.6,
} as const satisfies Defects

const PORTRAIT = { widthPx: 832, heightPx: 1216 }
const LANDSCAPE = { widthPx: 1216, heightPx: 832 }
/** 2025-07-08 06:05:58 UTC. */
const FIRST_MOMENT_MS = Date.UTC(2025, 6, 8, 6, 5, 58)
const SECOND_MS = 1000
const DAY_MS = 86_400 * SECOND_MS
/** One picture in this many sets stands alone. */
const SETS_PER_SINGLE = 20

/** What one set is to show, and how large. */
export interface Subject {
  readonly source: Source
  readonly widthPx: number
  readonly heightPx: number
}

export interface PlanOptions {
  readonly setCount: number
  readonly seed: string
  readonly projectCount: number
  readonly layout: Layout
  /** Of every drawn picture; upright and flat mixed when absent. */
  readonly size?: { readonly widthPx: number; readonly heightPx: number }
  /** Photographs to use instead of drawn scenes: as many as sets and singles together are used. */
  readonly photographs?: readonly Subject[]
}

/** How many pictures without rivals a library of this many sets has. */
export function singleCount(setCount: number): number {
  return setCount === 0 ? 0 : Math.max(1, Math.round(setCount / SETS_PER_SINGLE))
}

/**
 * Strengths for the variants of one set, evenly spread so that every taste can decide, jittered so that
 * no level repeats from set to set, and shuffled so that no stage is better. -1 to 1.
 */
function levels(random: Random, count: number): number[] {
  if (count === 1) return [0]
  const spread = between(random, 0.75, 1)
  const spacing = (2 * spread) / (count - 1)
  return shuffled(
    random,
    Array.from({ length: count }, (_, index) => {
      const jitter = between(random, -0.15, 0.15) * spacing
      return Math.min(1, Math.max(-1, -spread + index * spacing + jitter))
    }),
  )
}

/** To four decimals; adding 0 turns -0, which JSON does not know, into 0. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4 + 0

/** In a burst light and subject change less than from stage to stage: about half as much. */
const BURST_SHARE = 0.5

/** Defects of each variant: five independent draws, one for each kind. */
function drawDefects(random: Random, count: number, longEdgePx: number, layout: Layout): Defects[] {
  const share = layout === 'photos' ? BURST_SHARE : 1
  const [blur, exposure, warmth, shift, noise] = [
    levels(random, count),
    levels(random, count),
    levels(random, count),
    levels(random, count),
    levels(random, count),
  ]
  const sharpest = Math.min(...blur)
  return blur.map((level, index) => ({
    // From none at all: one variant of each set is in focus.
    blurSigmaPx: rounded(((level - sharpest) / 2) * STRONGEST.blurSigmaPx * (longEdgePx / 1216)),
    exposureStops: rounded((exposure[index] ?? 0) * STRONGEST.exposureStops * share),
    warmth: rounded((warmth[index] ?? 0) * STRONGEST.warmth * share),
    shiftXFraction: rounded((shift[index] ?? 0) * STRONGEST.shiftXFraction * share),
    noiseSigma: rounded(((1 + (noise[index] ?? 0)) / 2) * STRONGEST.noiseSigma),
  }))
}

/** Drawn scenes for the whole library: the deck of kinds dealt again and again, people first. */
function drawSubjects(random: Random, count: number, options: PlanOptions): Subject[] {
  const kinds = [SCENE_DECK[0] ?? 'portrait']
  while (kinds.length < count) kinds.push(...shuffled(random, SCENE_DECK))
  return kinds.slice(0, count).map((scene, index) => {
    const share = scene === 'portrait' || scene === 'figure' ? 0.75 : 0.5
    const isUpright = index === 0 || random() < share
    const size = options.size ?? (isUpright ? PORTRAIT : LANDSCAPE)
    return { source: { kind: 'scene', scene }, ...size }
  })
}

/** The gaps between shots of a set: a pipeline takes longer from stage to stage than a burst. */
function gapWithinSetMs(random: Random, layout: Layout): number {
  return (
    SECOND_MS * (layout === 'photos' ? wholeBetween(random, 1, 2) : wholeBetween(random, 6, 40))
  )
}

/**
 * Decides everything about a library but its pixels: a pure function of its options.
 * Throws a RangeError when there are fewer photographs than sets and singles.
 */
export function planLibrary(options: PlanOptions): SampleTruth {
  const { setCount, seed, projectCount, layout } = options
  const random = seededRandom(`plan/${seed}`)
  const total = setCount + singleCount(setCount)
  const subjects = options.photographs ?? drawSubjects(random, total, options)
  if (subjects.length < total) {
    throw new RangeError(`${total} pictures are needed, ${subjects.length} are there`)
  }
  const sizes = [
    ...Array.from({ length: setCount - 1 }, () => pick(random, [2, 2, 3, 3, 3, 4])),
    ...Array.from({ length: total - setCount }, () => 1),
  ]
  // What a newcomer sees first is chosen: a portrait, upright, three times.
  const order = [3, ...shuffled(random, sizes)]
  const projects = Array.from({ length: projectCount }, (_, index) => ({
    name: projectName(index),
    clockMs: FIRST_MOMENT_MS + index * DAY_MS + wholeBetween(random, 0, 7200) * SECOND_MS,
    setNumber: 0,
    imagesBefore: 0,
  }))
  const made = order.flatMap((count, index): SetTruth[] => {
    const project = projects[index % projectCount]
    const subject = subjects[index]
    if (project === undefined || subject === undefined) return []
    project.setNumber += 1
    project.clockMs += wholeBetween(random, 120, 600) * SECOND_MS
    const takenAtMs = Array.from({ length: count }, () => {
      project.clockMs += gapWithinSetMs(random, layout)
      return project.clockMs
    })
    const place = { ...project, project: project.name }
    const names = nameFiles(layout, place, takenAtMs, random)
    const longEdgePx = Math.max(subject.widthPx, subject.heightPx)
    const defects = drawDefects(random, count, longEdgePx, layout)
    project.imagesBefore += count
    const variants = names.flatMap(({ file, stage, companionEndings }, at): VariantTruth[] => {
      const own = defects[at]
      const moment = takenAtMs[at]
      if (own === undefined || moment === undefined) return []
      const stem = file.replace(/\.[^.]*$/, '')
      const companions = companionEndings.map((ending) => stem + ending)
      return [{ file, stage, takenAtMs: moment, companions, ...own }]
    })
    return [{ key: variants[0]?.file ?? '', project: project.name, ...subject, variants }]
  })
  return {
    format: 1,
    seed,
    layout,
    sets: made.filter((set) => set.variants.length > 1),
    singles: made.filter((set) => set.variants.length === 1),
  }
}
