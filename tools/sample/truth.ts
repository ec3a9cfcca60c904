import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Defects } from './degrade.ts'
import { seededRandom } from './random.ts'
import type { SceneKind } from './scenes/render.ts'

/** Hidden, so that no scan takes it for part of the library. */
const TRUTH_FILE = '.setwise-sample.json'

export type Layout = 'stages' | 'folders' | 'photos'

/** What a set shows: a drawn scene, or a photograph (its path below the folder it came from). */
export type Source =
  | { readonly kind: 'scene'; readonly scene: SceneKind }
  | { readonly kind: 'photograph'; readonly path: string }

export interface VariantTruth extends Defects {
  /** Below the library's root, with forward slashes. */
  readonly file: string
  /** 1, 1.5, 2 or 3; 0 when the name tells none. */
  readonly stage: number
  /** The moment in the name or in EXIF, milliseconds since 1970 read as UTC. */
  readonly takenAtMs: number
  /** Other files with the same stem, below the root. */
  readonly companions: readonly string[]
}

export interface SetTruth {
  /** Path of the first file: the key of the set in Setwise too. */
  readonly key: string
  readonly project: string
  readonly source: Source
  readonly widthPx: number
  readonly heightPx: number
  /** In the order Setwise shows them; one only in a single. */
  readonly variants: readonly VariantTruth[]
}

/** Everything a sample library was made from. */
export interface SampleTruth {
  readonly format: 1
  readonly seed: string
  readonly layout: Layout
  readonly sets: readonly SetTruth[]
  readonly singles: readonly SetTruth[]
}

export const TASTES = ['sharp', 'dark', 'warm', 'left'] as const
export type Taste = (typeof TASTES)[number]
/** A taste or, with a minus, its opposite: `-dark` likes bright pictures, `-left` subjects on the right. */
export type SignedTaste = Taste | `-${Taste}`

const SCORES: Record<Taste, (variant: Defects) => number> = {
  sharp: (variant) => -variant.blurSigmaPx,
  dark: (variant) => -variant.exposureStops,
  warm: (variant) => variant.warmth,
  left: (variant) => -variant.shiftXFraction,
}

/** Reads `sharp`, `dark`, `warm`, `left` or one of them after a minus; null for anything else. */
export function parseTaste(text: string): SignedTaste | null {
  const taste = TASTES.find((known) => text === known || text === `-${known}`)
  if (taste === undefined) return null
  return text.startsWith('-') ? `-${taste}` : taste
}

/** How much a person of this taste likes each variant of a set; the greatest is what he keeps. */
export function tasteScores(set: SetTruth, taste: SignedTaste): number[] {
  const known = TASTES.find((name) => taste.endsWith(name)) ?? 'sharp'
  const sign = taste.startsWith('-') ? -1 : 1
  return set.variants.map((variant) => sign * SCORES[known](variant))
}

/**
 * The variant a simulated user keeps: the one he likes best or, with probability `noise` (0 to 1), any
 * of the others. The same set, taste, noise and seed give the same choice.
 * @returns an index into the set's variants.
 */
export function simulatedChoice(
  set: SetTruth,
  taste: SignedTaste,
  noise: number,
  seed: string | number,
): number {
  const scores = tasteScores(set, taste)
  const best = scores.indexOf(Math.max(...scores))
  const random = seededRandom(`choice/${seed}/${taste}/${set.key}`)
  if (random() >= noise || scores.length < 2) return best
  const step = 1 + Math.floor(random() * (scores.length - 1))
  return (best + step) % scores.length
}

/** A user's choice in one set, with paths below the library's root. */
export interface Choice {
  readonly key: string
  readonly project: string
  readonly chosen: string
  readonly rejected: readonly string[]
}

/** What a simulated user chooses in every set. */
export function simulatedChoices(
  truth: SampleTruth,
  taste: SignedTaste,
  noise: number,
  seed: string | number,
): Choice[] {
  return truth.sets.map((set) => {
    const choice = simulatedChoice(set, taste, noise, seed)
    const files = set.variants.map((variant) => variant.file)
    return {
      key: set.key,
      project: set.project,
      chosen: files[choice] ?? set.key,
      rejected: files.filter((_, index) => index !== choice),
    }
  })
}

/** Writes the truth beside the library's pictures. */
export async function writeTruth(folder: string, truth: SampleTruth): Promise<void> {
  await writeFile(join(folder, TRUTH_FILE), JSON.stringify(truth, null, 1))
}

/** The truth of a sample library; null when the folder holds none. */
export async function readTruth(folder: string): Promise<SampleTruth | null> {
  let text: string
  try {
    text = await readFile(join(folder, TRUTH_FILE), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  // Only `writeTruth` makes this file; a damaged one fails here or at its first use.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as SampleTruth
}
