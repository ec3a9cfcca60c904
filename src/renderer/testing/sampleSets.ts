/** Sets made up for tests and for looking at the screens. */
import type { Candidate, ImageId, ModelId, SetId, Suggestion } from '../../shared/domain.ts'
import type { ReviewSet } from '../../shared/ipc.ts'

// Brands exist for the compiler only; these are the places where made-up ids get theirs.
/* oxlint-disable typescript/no-unsafe-type-assertion */
export const setId = (id: number): SetId => id as SetId
export const imageId = (id: number): ImageId => id as ImageId
export const modelId = (id: string): ModelId => id as ModelId
/* oxlint-enable typescript/no-unsafe-type-assertion */

export const HIGHEST_STAGE = modelId('rule-highest-stage')

const STAGES = ['stage1_generated', 'stage1.5_face_swapped', 'stage2_upscaled', 'stage3_enhanced']
const STAGE_NUMBERS = [1, 1.5, 2, 3]

export interface SampleSet {
  readonly id: number
  readonly project?: string
  /** Width and height of each image. */
  readonly sizes: readonly (readonly [number, number])[]
  /** False: names without a stage, as a camera writes them. */
  readonly hasStages?: boolean
  /** Reason by position, from 1. */
  readonly failures?: Readonly<Record<number, string>>
  /** One per image; `uniform` is what a rule without calibration answers; null: no suggestion. */
  readonly probabilities?: readonly number[] | 'uniform' | null
  readonly modelId?: ModelId
}

/** The images of set 12 have the ids 121, 122, 123 ... */
export function imageOf(set: number, position: number): ImageId {
  return imageId(set * 10 + position)
}

/** An open set as main would answer it. */
export function reviewSet(sample: SampleSet): ReviewSet {
  const { id, project = 'mojo3', sizes, hasStages = true, failures = {} } = sample
  const candidates = sizes.map(([widthPx, heightPx], index): Candidate => {
    const position = index + 1
    const failure = failures[position] ?? null
    const minute = String(id % 60).padStart(2, '0')
    const name = hasStages
      ? `20250708_06${minute}${String(position).padStart(2, '0')}_${STAGES[index % 4]}.png`
      : `DSC_${id}${position}.jpg`
    return {
      imageId: imageOf(id, position),
      position,
      relativePath: `${project}/${name}`,
      stage: hasStages ? (STAGE_NUMBERS[index % 4] ?? 0) : 0,
      widthPx: failure === null ? widthPx : null,
      heightPx: failure === null ? heightPx : null,
      failure,
    }
  })
  return {
    set: {
      setId: setId(id),
      key: candidates[0]?.relativePath ?? '',
      project,
      groupedBy: hasStages ? 'stage' : 'time',
      candidates,
    },
    state: 'open',
    picked: null,
    suggestion: suggestionFor(candidates, sample),
  }
}

function suggestionFor(candidates: readonly Candidate[], sample: SampleSet): Suggestion | null {
  const { id, probabilities = 'uniform' } = sample
  const last = candidates.at(-1)
  if (probabilities === null || last === undefined) return null
  const shares =
    probabilities === 'uniform' ? candidates.map(() => 1 / candidates.length) : probabilities
  const confidence = Math.max(...shares)
  // The rule takes the last, the highest stage; others the most probable.
  const winner =
    probabilities === 'uniform' ? last.imageId : imageOf(id, shares.indexOf(confidence) + 1)
  return {
    setId: setId(id),
    winner,
    confidence,
    modelId:
      sample.modelId ??
      (probabilities === 'uniform' ? HIGHEST_STAGE : modelId('20261122T184501-linear-all')),
    probabilities: candidates.map((candidate, index) => ({
      imageId: candidate.imageId,
      probability: shares[index] ?? 0,
    })),
  }
}
