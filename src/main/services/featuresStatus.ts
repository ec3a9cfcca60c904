/** How the features of the open folder stand, and what is known of the images of one set. */
import type { ImageSet } from '../../shared/domain.ts'
import type { EncoderSummary, FeaturesStatus, ImageInsight } from '../../shared/features.ts'
import type { FeatureRepository } from '../db/featureRepository.ts'
import type { Encoders } from './encoders.ts'
import type { Features } from './features.ts'
import { extractorOf, type ImageFeaturesReader } from './imageFeatures.ts'
import type { Library } from './library.ts'

export interface FeaturesStatusDependencies {
  readonly encoders: Encoders
  readonly features: Features
  readonly featureRows: FeatureRepository
  readonly imageFeatures: ImageFeaturesReader
  readonly library: Library
}

export function createFeaturesStatus(dependencies: FeaturesStatusDependencies) {
  const { encoders, features, featureRows, imageFeatures, library } = dependencies

  const summarise = (
    encoder: ReturnType<Encoders['list']>[number],
    inUse: string,
  ): EncoderSummary => {
    const { encoderId, version } = encoder
    const root = library.root()
    const key = extractorOf({ encoderId, encoderVersion: version })
    const isInUse = encoderId === inUse && encoder.state === 'ready'
    const state =
      encoderId === encoders.downloading() ? 'downloading' : isInUse ? 'in-use' : encoder.state
    return {
      ...encoder,
      state,
      embedded: root === null ? 0 : featureRows.countValues(root.rootId, key),
    }
  }

  return {
    status: (): FeaturesStatus => {
      const { encoderId: inUse } = encoders.inUse()
      return {
        encoders: encoders.list().map((encoder) => summarise(encoder, inUse)),
        provider: features.provider(),
        withoutPeople: features.withoutPeople(),
      }
    },
    /** In the order of the candidates. */
    insights: async (set: ImageSet): Promise<ImageInsight[]> => {
      // Without an encoder all the rest can still be shown; what is wrong with it is told elsewhere.
      const encoder = await features.encoderKey().catch(() => null)
      return set.candidates.map(({ imageId }) => imageFeatures.insight(imageId, encoder))
    },
  }
}
