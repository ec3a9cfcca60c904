import type { ImageSet } from '../../../../shared/domain.ts'
import type { ImageInsight } from '../../../../shared/features.ts'
import { useSetwise } from '../../../store/useSetwise.ts'

/**
 * What is known of this set, in the order of its candidates; null while it is on its way or the panel is
 * closed. What was known of the set before never shows over this one.
 */
export function useInsight({ setId, candidates }: ImageSet): readonly ImageInsight[] | null {
  const insight = useSetwise((state) => state.insight)
  if (insight === null || insight.setId !== setId) return null
  // After a rescan the set can have other images than the answer.
  const isOfTheseImages =
    insight.images.length === candidates.length &&
    insight.images.every(({ imageId }, index) => imageId === candidates[index]?.imageId)
  return isOfTheseImages ? insight.images : null
}
