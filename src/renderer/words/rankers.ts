/** Rankers and stages in words. */
import { CANDIDATE_WORDS } from '../../core/ranking/candidates.ts'
import type { ModelId } from '../../shared/domain.ts'
import {
  RANKER_CANDIDATES,
  type RankerCandidate,
  type RuleCandidate,
} from '../../shared/ranking.ts'

const RULES = ['highest-stage', 'sharpest'] as const satisfies readonly RuleCandidate[]

export function rankerWords(candidate: RankerCandidate): string {
  return CANDIDATE_WORDS[candidate]
}

/** Words for a name from a receipt; other names stay as they are. */
export function rankerNameWords(name: string): string {
  const candidate = RANKER_CANDIDATES.find((known) => known === name)
  return candidate === undefined ? name : CANDIDATE_WORDS[candidate]
}

/** The rule that a model id of the registry stands for (`rule-highest-stage`); null for a learned model. */
export function ruleOf(modelId: ModelId): RuleCandidate | null {
  return RULES.find((rule) => modelId === `rule-${rule}`) ?? null
}

/** The names that files carry behind their stage number. */
const STAGE_WORDS: ReadonlyMap<number, string> = new Map([
  [1, 'generated'],
  [1.5, 'face swapped'],
  [2, 'upscaled'],
  [3, 'enhanced'],
])

/** 2 -> "stage 2 · upscaled"; null for stage 0, which is no stage. */
export function stageWords(stage: number): string | null {
  if (stage === 0) return null
  const word = STAGE_WORDS.get(stage)
  return word === undefined ? `stage ${stage}` : `stage ${stage} · ${word}`
}

/** The last part of a path with forward slashes. */
export function fileName(relativePath: string): string {
  return relativePath.slice(relativePath.lastIndexOf('/') + 1)
}
