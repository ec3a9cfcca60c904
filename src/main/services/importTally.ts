/** Counts what became of every row of an imported file: no row is dropped in silence. */

/** What `import-features` answers. imported + alreadyThere + unmatched + refused = read. */
export interface ImportReport {
  readonly read: number
  readonly imported: number
  /** The picture has a value of this kind, which was kept. */
  readonly alreadyThere: number
  /** The picture is not in the open folder. */
  readonly unmatched: number
  readonly refused: number
  /** Of the imported: vectors that were scaled to length 1, as their encoder does. */
  readonly normalised: number
  readonly reasons: readonly ImportReason[]
}

/** Why rows are unmatched or refused. */
export interface ImportReason {
  readonly reason: string
  readonly count: number
  /** The first of them: row (counted from 1), image, and what is special about it. */
  readonly examples: readonly string[]
}

/** Enough to see what they have in common. */
const MAX_EXAMPLES = 10

export type Outcome =
  | { readonly kind: 'imported'; readonly normalised: boolean }
  | { readonly kind: 'alreadyThere' }
  | {
      readonly kind: 'unmatched' | 'refused'
      readonly reason: string
      readonly detail: string
    }

export function createImportTally() {
  const counts = { imported: 0, alreadyThere: 0, unmatched: 0, refused: 0 }
  let normalised = 0
  const reasons = new Map<string, { count: number; examples: string[] }>()

  return {
    /** @param row counted from 1. @param image as the file names it. */
    add: (row: number, image: string, outcome: Outcome): void => {
      counts[outcome.kind] += 1
      if (outcome.kind === 'imported' && outcome.normalised) normalised += 1
      if (outcome.kind !== 'unmatched' && outcome.kind !== 'refused') return
      const { reason, detail } = outcome
      const known = reasons.get(reason) ?? { count: 0, examples: [] }
      reasons.set(reason, known)
      known.count += 1
      if (known.examples.length < MAX_EXAMPLES) {
        known.examples.push(`row ${row}, ${image}${detail === '' ? '' : `: ${detail}`}`)
      }
    },
    report: (): ImportReport => ({
      read: counts.imported + counts.alreadyThere + counts.unmatched + counts.refused,
      ...counts,
      normalised,
      reasons: [...reasons].map(([reason, rest]) => ({ reason, ...rest })),
    }),
  }
}
