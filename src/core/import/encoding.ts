/** Bytes of a text file to text: UTF-8 or UTF-16, told by the byte order mark or, without one, by the zero bytes. */

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** The Encoding Standard's decoder exists wherever this runs; the core's types know neither the DOM nor Node. */
declare const TextDecoder: new (label: TextEncoding) => TextStreamDecoder
interface TextStreamDecoder {
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string
}

/** How many bytes tell an encoding. */
export const ENCODING_BYTES = 4

/**
 * @param start the first bytes of a file, ENCODING_BYTES or more where the file has them. History files begin with
 *   a header in Latin letters, so a zero byte beside each of the first two letters means UTF-16.
 */
export function encodingOf(start: Uint8Array): TextEncoding {
  const [first, second, third, fourth] = start
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (second === 0 && fourth === 0 && first !== 0 && third !== 0) return 'utf-16le'
  if (first === 0 && third === 0 && second !== 0 && fourth !== 0) return 'utf-16be'
  return 'utf-8'
}

/** Decodes what `start` holds; a letter cut at its end is left out, bytes that are no text become U+FFFD. */
export function decodeStart(start: Uint8Array): string {
  return new TextDecoder(encodingOf(start)).decode(start, { stream: true })
}

/** Decodes a file that comes in chunks, cut anywhere. */
export interface ChunkDecoder {
  push(bytes: Uint8Array): string
  end(): string
}

export function createChunkDecoder(): ChunkDecoder {
  let start = new Uint8Array(0)
  let decoder: TextStreamDecoder | null = null
  return {
    push(bytes) {
      if (decoder !== null) return decoder.decode(bytes, { stream: true })
      const joined = new Uint8Array(start.length + bytes.length)
      joined.set(start)
      joined.set(bytes, start.length)
      start = joined
      if (start.length < ENCODING_BYTES) return ''
      decoder = new TextDecoder(encodingOf(start))
      return decoder.decode(start, { stream: true })
    },
    end() {
      if (decoder !== null) return decoder.decode()
      return new TextDecoder(encodingOf(start)).decode(start)
    },
  }
}
