/** Which encoder made the embeddings of a file: never guessed, because numbers of two encoders must not mix. */
import type { ImportableEncoder } from '../../core/features/importedValue.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { METADATA } from './featureFile.ts'

export interface EncoderQuestion {
  /** For sentences. */
  readonly file: string
  readonly metadata: ReadonlyMap<string, string>
  /** Named by the person; null: the file must say it. */
  readonly named: string | null
  /** Numbers per embedding; null when the file has none. */
  readonly dimension: number | null
  readonly encoders: readonly ImportableEncoder[]
}

/** @throws SetwiseError `not-found` or `invalid-request`, saying which encoders would fit. */
export function encoderOfFile(question: EncoderQuestion): ImportableEncoder {
  const { file, metadata, named, dimension, encoders } = question
  const written = metadata.get(METADATA.encoder) ?? null
  const fitting = encoders
    .filter((encoder) => dimension === null || encoder.dimension === dimension)
    .map(({ encoderId }) => encoderId)
  const those =
    dimension === null
      ? `There are: ${listOf(fitting)}.`
      : `Encoders with ${dimension} numbers: ${listOf(fitting)}.`
  const refuse = (sentence: string): never => {
    throw new SetwiseError('invalid-request', sentence)
  }

  if (written !== null && named !== null && written !== named) {
    refuse(
      `${file} says that ${written} made its embeddings, not ${named}. Leave --encoder out, or write the file again without that note.`,
    )
  }
  const encoderId = named ?? written
  if (encoderId === null) {
    return refuse(
      `${file} does not say which encoder made its embeddings. Name it with --encoder. ${those}`,
    )
  }
  const encoder = encoders.find((one) => one.encoderId === encoderId)
  if (encoder === undefined) {
    throw new SetwiseError('not-found', `There is no encoder ${encoderId} here. ${those}`)
  }
  if (dimension !== null && dimension !== encoder.dimension) {
    refuse(
      `The embeddings of ${file} have ${dimension} numbers, those of ${encoderId} have ${encoder.dimension}. ${those}`,
    )
  }
  const version = metadata.get(METADATA.encoderVersion)
  if (version !== undefined && version !== String(encoder.version)) {
    refuse(
      `${file} was made by version ${version} of ${encoderId}, and version ${encoder.version} is here. Their embeddings do not mix: compute them again.`,
    )
  }
  if (metadata.get(METADATA.l2Normalised) === 'true' && !encoder.l2Normalised) {
    refuse(
      `The embeddings of ${file} were scaled to length 1, which ${encoderId} does not do, and cannot be scaled back. Write them as the encoder gives them.`,
    )
  }
  return encoder
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ')
}
