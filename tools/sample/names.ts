import { compareNatural } from '../../src/core/sets/naturalOrder.ts'
import { assertNever } from '../../src/shared/errors.ts'
import { pick, shuffled } from './random.ts'
import type { Random } from './random.ts'
import type { Layout } from './truth.ts'

/** The stages of DOMAIN.md, in order. */
const STAGE_NAMES = {
  1: 'stage1_generated',
  1.5: 'stage1.5_face_swapped',
  2: 'stage2_upscaled',
  3: 'stage3_enhanced',
} as const
type Stage = keyof typeof STAGE_NAMES

/**
 * The stages a set may have. All start at stage 1, so that a set never continues the one before it, and
 * each set is exactly what nearest-up grouping finds.
 */
const STAGE_RUNS: Record<number, readonly (readonly Stage[])[]> = {
  1: [[1]],
  2: [
    [1, 2],
    [1, 1.5],
    [1, 3],
  ],
  3: [
    [1, 1.5, 2],
    [1, 2, 3],
    [1, 1.5, 3],
  ],
  4: [[1, 1.5, 2, 3]],
}

/** Names as people give them: with spaces, dots, brackets, accents and capitals. */
const LOOSE_NAMES = [
  'A',
  'best one',
  'Final',
  'final (2)',
  'final_v3.1',
  'New Image',
  'retouched',
  'take-2',
  'take-10',
  'über',
  "what's left",
  'zweite',
] as const

const PROJECT_NAMES = ['alba', 'bruno', 'clio', 'dario', 'elena', 'fosco', 'gaia', 'hugo'] as const

/** The name of the project at this place, from 0. */
export function projectName(index: number): string {
  return PROJECT_NAMES[index] ?? `project_${String(index + 1).padStart(2, '0')}`
}

/** A moment as `YYYYMMDD_HHMMSS`, in UTC. */
export function timestampText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_')
}

/** Where a set stands among those of its project. */
export interface SetPlace {
  readonly project: string
  /** From 1. */
  readonly setNumber: number
  /** Images of the project before this set. */
  readonly imagesBefore: number
}

export interface NamedFile {
  readonly file: string
  readonly stage: number
  /** Endings of other files with the same stem. */
  readonly companionEndings: readonly string[]
}

/** The file names of one set, in the order Setwise shows them. `takenAtMs` has one moment for each. */
export function nameFiles(
  layout: Layout,
  place: SetPlace,
  takenAtMs: readonly number[],
  random: Random,
): NamedFile[] {
  const { project, setNumber, imagesBefore } = place
  const endings = () => (random() < 0.3 ? ['.yaml', '.caption'].slice(random() < 0.5 ? 0 : 1) : [])
  switch (layout) {
    case 'stages': {
      const stages = pick(random, STAGE_RUNS[takenAtMs.length] ?? [])
      return stages.map((stage, index) => ({
        file: `${project}/${timestampText(takenAtMs[index] ?? 0)}_${STAGE_NAMES[stage]}.png`,
        stage,
        companionEndings: endings(),
      }))
    }
    case 'folders': {
      const names = shuffled(random, LOOSE_NAMES).slice(0, takenAtMs.length)
      const folder = `set_${String(setNumber).padStart(4, '0')}`
      return names.toSorted(compareNatural).map((name) => ({
        file: `${project}/${folder}/${name}.png`,
        stage: 0,
        companionEndings: endings(),
      }))
    }
    case 'photos':
      return takenAtMs.map((_, index) => ({
        file: `${project}/IMG_${String(imagesBefore + index + 1).padStart(4, '0')}.JPG`,
        stage: 0,
        companionEndings: [],
      }))
    default:
      return assertNever(layout)
  }
}
