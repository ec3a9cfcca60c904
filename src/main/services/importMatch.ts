/** Which picture of the open folder each row of an imported file speaks of. */
import { createImageMatcher, isBareName } from '../../core/features/matchImage.ts'
import type { ContentHash, ImageId } from '../../shared/domain.ts'
import type { RowName } from './importRows.ts'
import type { Outcome } from './importTally.ts'

/** A picture of the open folder. */
export interface KnownPicture {
  readonly imageId: ImageId
  readonly relativePath: string
  /** Null while the file was never read. */
  readonly contentHash: ContentHash | null
  readonly widthPx: number | null
  readonly heightPx: number | null
}

export type RowMatch =
  | { readonly kind: 'found'; readonly picture: KnownPicture; readonly byContent: boolean }
  | Extract<Outcome, { readonly reason: string }>

/** Names that stand without a folder or project in more than one row of the file. */
export type RepeatedNames = ReadonlySet<string>

export function createRowMatcher(
  rootPath: string,
  pictures: readonly KnownPicture[],
  repeated: RepeatedNames,
): (row: RowName) => RowMatch {
  const byName = createImageMatcher(rootPath, pictures)
  const byContent = new Map<string, KnownPicture>()
  for (const picture of pictures) {
    if (picture.contentHash !== null) byContent.set(picture.contentHash, picture)
  }

  return ({ name, contentHash }) => {
    if (contentHash !== null) {
      const picture = byContent.get(contentHash)
      if (picture !== undefined) return { kind: 'found', picture, byContent: true }
      if (!/^[0-9a-f]{64}$/.test(contentHash)) {
        return refused('its content_hash is not a SHA-256 of 64 hex characters', contentHash)
      }
      // Not by its name then: a picture of that name with other content has other features.
      return unmatched(`no picture in ${rootPath} has this content`)
    }
    if (name === null) return refused('the row names no picture')
    if (repeated.has(name)) {
      return refused(
        'the file has several rows for this name and no project beside it: which is which cannot be told (add a column project, or write project/file)',
      )
    }
    const match = byName(name)
    if (match.kind === 'found') return { kind: 'found', picture: match.image, byContent: false }
    if (match.kind === 'ambiguous') {
      return refused(
        'several pictures of the open folder have this name: which is meant cannot be told (add a column project, or write project/file)',
        match.paths.slice(0, 3).join(', '),
      )
    }
    return unmatched(`no picture in ${rootPath} has this project and name`)
  }
}

/** Gathers, row by row, which bare names repeat. */
export function createNameCounter() {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  return {
    repeated,
    add: ({ name, contentHash }: RowName): void => {
      if (contentHash !== null || name === null || !isBareName(name)) return
      if (seen.has(name)) repeated.add(name)
      seen.add(name)
    },
  }
}

function unmatched(reason: string): RowMatch {
  return { kind: 'unmatched', reason, detail: '' }
}

function refused(reason: string, detail = ''): RowMatch {
  return { kind: 'refused', reason, detail }
}
