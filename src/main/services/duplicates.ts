/** Which pictures of the open folder are there twice, and which are variants of one another. */
import { basename } from 'node:path'
import { groupSimilar } from '../../core/duplicates/nearDuplicates.ts'
import { decodeEmbedding, decodePhash } from '../../core/features/codec.ts'
import { groupNearDuplicates, nearDuplicatePairs } from '../../core/phash/hammingIndex.ts'
import { projectOf } from '../../core/sets/project.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { PHASH, type ExtractorKey } from '../../shared/features.ts'
import type { FeatureRepository } from '../db/featureRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { Library } from './library.ts'

/** Paths are below the opened folder. */
export interface Duplicates {
  /** One picture in several files: scaled, compressed again, copied. In any project; largest group first. */
  readonly exact: readonly {
    /** The greatest number of differing hash bits that ties the group together, 0-4. */
    readonly distance: number
    readonly images: readonly string[]
  }[]
  /** Variants of one picture within a project, in order of time; groups that `exact` holds whole are left out. */
  readonly similar: readonly {
    /** The least cosine of a member with the first. */
    readonly cosine: number
    readonly images: readonly string[]
  }[]
  readonly images: number
  /** How many of them could not be compared, because `features` has not seen them (or could not). */
  readonly withoutHash: number
  readonly withoutEmbedding: number
}

export interface DuplicatesDependencies {
  readonly images: Pick<ImageRepository, 'presentImages'>
  readonly featureRows: Pick<FeatureRepository, 'eachValue' | 'valueOf'>
  readonly library: Pick<Library, 'currentRoot'>
  /** Under which the embeddings of the encoder in use are stored. */
  readonly embeddingKey: () => Promise<ExtractorKey>
}

export function createDuplicates(dependencies: DuplicatesDependencies) {
  const { images, featureRows, library, embeddingKey } = dependencies

  return {
    /** @throws SetwiseError when no folder is open or nothing in it has been seen by `features` yet. */
    find: async (): Promise<Duplicates> => {
      const { rootId, path: rootPath } = library.currentRoot()
      const key = await embeddingKey()
      const hashed = [...featureRows.eachValue(rootId, PHASH)].flatMap(
        ({ relativePath, bytes }) => {
          const hash = decodePhash(bytes)
          return hash === null ? [] : [{ relativePath, hash }]
        },
      )
      const present = images.presentImages(rootId)
      if (present.length > 0 && hashed.length === 0) {
        throw new SetwiseError(
          'too-little-data',
          `No picture in ${rootPath} has been looked at yet: run "setwise features" first.`,
        )
      }
      const exact = groupNearDuplicates(nearDuplicatePairs(hashed.map(({ hash }) => hash))).map(
        ({ members, distance }) => ({
          distance,
          images: members.flatMap((member) => hashed[member]?.relativePath ?? []),
        }),
      )

      let withoutEmbedding = 0
      const dated = present.map(({ relativePath, takenAtMs, contentHash }) => ({
        project: projectOf(relativePath, basename(rootPath)),
        relativePath,
        takenAtMs,
        contentHash,
      }))
      const groups = groupSimilar(dated, ({ contentHash }) => {
        const bytes = contentHash === null ? null : featureRows.valueOf(contentHash, key)
        const embedding = bytes === null ? null : decodeEmbedding(bytes)
        if (embedding === null) withoutEmbedding += 1
        return embedding?.vector ?? null
      })
      const groupOf = new Map(
        exact.flatMap((group) => group.images.map((path) => [path, group] as const)),
      )
      const similar = groups
        .map((group) => ({
          cosine: group.cosine,
          images: group.images.map(({ relativePath }) => relativePath),
        }))
        .filter(({ images: [first = '', ...others] }) => {
          const group = groupOf.get(first)
          return group === undefined || others.some((other) => groupOf.get(other) !== group)
        })
      const withoutHash = present.length - hashed.length
      return { exact, similar, images: present.length, withoutHash, withoutEmbedding }
    },
  }
}
