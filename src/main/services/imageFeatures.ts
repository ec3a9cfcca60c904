/** Reads what extractors left of one image: for the rankers as numbers, for the features panel as it is. */
import {
  decodeEmbedding,
  decodePeople,
  decodePhash,
  decodePixels,
  decodeSaliency,
} from '../../core/features/codec.ts'
import { technicalFeatures } from '../../core/features/technical.ts'
import type { ContentHash, ImageId } from '../../shared/domain.ts'
import {
  PEOPLE,
  PHASH,
  PIXELS,
  SALIENCY,
  type EncoderKey,
  type ExtractorKey,
  type ImageFeatures,
  type ImageInsight,
} from '../../shared/features.ts'
import type { FeatureRepository } from '../db/featureRepository.ts'

/** Under which the embeddings of an encoder are stored. */
export function extractorOf({
  encoderId,
  encoderVersion,
}: Pick<EncoderKey, 'encoderId' | 'encoderVersion'>): ExtractorKey {
  return { extractor: `encoder:${encoderId}`, version: encoderVersion }
}

export function createImageFeatures(rows: FeatureRepository) {
  const read = <Value>(
    hash: ContentHash | null,
    key: ExtractorKey,
    decode: (bytes: Uint8Array) => Value | null,
  ): Value | null => {
    const bytes = hash === null ? null : rows.valueOf(hash, key)
    return bytes === null ? null : decode(bytes)
  }

  return {
    /**
     * What the rankers take; null until the pixels are measured and the encoder has seen the image. People are
     * looked for later, so their numbers may be unknown (NaN).
     */
    forRanker: (imageId: ImageId, encoder: EncoderKey): ImageFeatures | null => {
      const hash = rows.contentOf(imageId)
      const pixels = read(hash, PIXELS, decodePixels)
      const embedding = read(hash, extractorOf(encoder), decodeEmbedding)
      if (pixels === null || embedding === null) return null
      const saliency = read(hash, SALIENCY, decodeSaliency)
      const people = read(hash, PEOPLE, decodePeople)
      return {
        embedding: embedding.vector,
        technical: technicalFeatures(pixels, saliency, people),
      }
    },
    /** @param encoder the one in use; null while it is not known. */
    insight: (imageId: ImageId, encoder: EncoderKey | null): ImageInsight => {
      const contentHash = rows.contentOf(imageId)
      const embedding =
        encoder === null ? null : read(contentHash, extractorOf(encoder), decodeEmbedding)
      return {
        imageId,
        contentHash,
        pixels: read(contentHash, PIXELS, decodePixels),
        phash: read(contentHash, PHASH, decodePhash),
        saliency: read(contentHash, SALIENCY, decodeSaliency),
        people: read(contentHash, PEOPLE, decodePeople),
        encoder:
          encoder === null || embedding === null
            ? null
            : {
                encoderId: encoder.encoderId,
                dimension: embedding.vector.length,
                map: embedding.map,
              },
      }
    },
  }
}

export type ImageFeaturesReader = ReturnType<typeof createImageFeatures>
