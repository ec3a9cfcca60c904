/** The set that a decision of the past is about: one of the library, or one of its own that no queue shows. */
import { compareNatural } from '../../core/sets/naturalOrder.ts'
import { fileNameOf, parseFileName } from '../../core/sets/fileName.ts'
import type { ImageId, SetId } from '../../shared/domain.ts'
import type { KnownImage, PastDecisionRepository } from '../db/pastDecisionRepository.ts'

export interface PastSets {
  /** Null: there is none yet. @param images below one root, in the order of `inSetOrder`. */
  readonly find: (images: readonly KnownImage[], picked: ImageId | null) => SetId | null
  /** True when a decision made in Setwise stands for this set. */
  readonly isDecidedHere: (setId: SetId) => boolean
  readonly findOrAdd: (
    images: readonly KnownImage[],
    picked: ImageId | null,
    project: string,
  ) => SetId
}

/** With the sets as they are now. */
export function createPastSets(past: PastDecisionRepository): PastSets {
  const setsOf = past.memberships()
  const decided = past.decidedHere()

  const find: PastSets['find'] = (images, picked) => {
    const [first] = images
    const lead = picked ?? first?.imageId
    if (first === undefined || lead === undefined) return null
    const sets = setsOf.get(lead) ?? []
    const others = images.filter(({ imageId }) => imageId !== lead)
    const holding = sets.find(
      (setId) =>
        others.length === 0 || others.some(({ imageId }) => setsOf.get(imageId)?.includes(setId)),
    )
    if (holding !== undefined || sets.length === 0) return holding ?? null
    const named = past.setByKey(first.rootId, first.relativePath)
    return named !== null && sets.includes(named) ? named : null
  }

  return {
    find,
    isDecidedHere: (setId) => decided.has(setId),
    findOrAdd: (images, picked, project) => {
      const known = find(images, picked)
      if (known !== null) return known
      const [first] = images
      if (first === undefined) throw new Error('a decision about no image')
      const paths = images.map(({ relativePath }) => relativePath)
      // The name of its first image, so that a scan that finds this set takes it over; unless another has it.
      const isFree = past.setByKey(first.rootId, first.relativePath) === null
      const key = isFree ? first.relativePath : paths.join(' + ')
      const ids = images.map(({ imageId }) => imageId)
      const added = past.addHiddenSet(first.rootId, key, project, ids)
      for (const imageId of ids) setsOf.set(imageId, [...(setsOf.get(imageId) ?? []), added])
      return added
    },
  }
}

/** As sets are made (DOMAIN, "Grouping"): by time in the name, stage, name. Tells nothing of which was kept. */
export function inSetOrder(images: readonly KnownImage[]): KnownImage[] {
  return images
    .map((image) => {
      const name = fileNameOf(image.relativePath)
      const { timestampMs, stage } = parseFileName(name)
      return { image, name, stage, timeMs: timestampMs ?? Infinity }
    })
    .toSorted((a, b) => {
      if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs
      return a.stage - b.stage || compareNatural(a.name, b.name)
    })
    .map(({ image }) => image)
}
