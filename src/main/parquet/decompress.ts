/** Unpacks what pandas, pyarrow and Spark compress pages with; snappy is built into hyparquet. */
// Not by name: a Node without zstd would refuse to load this file.
import zlib from 'node:zlib'
import type { Compressors } from 'hyparquet'

/** By codec. Each unpacks at most as many bytes as the page says it has, whatever it really holds. */
export const DECOMPRESSORS: Compressors = {
  GZIP: (bytes, sizeBytes) => zlib.gunzipSync(bytes, { maxOutputLength: atLeastOne(sizeBytes) }),
  BROTLI: (bytes, sizeBytes) =>
    zlib.brotliDecompressSync(bytes, { maxOutputLength: atLeastOne(sizeBytes) }),
  // Node 22.15 and newer.
  ...('zstdDecompressSync' in zlib
    ? {
        ZSTD: (bytes, sizeBytes) =>
          zlib.zstdDecompressSync(bytes, { maxOutputLength: atLeastOne(sizeBytes) }),
      }
    : {}),
}

/** @param codec as the file's metadata names it. */
export function canDecompress(codec: string): boolean {
  return codec === 'UNCOMPRESSED' || codec === 'SNAPPY' || Object.hasOwn(DECOMPRESSORS, codec)
}

/** zlib refuses a limit of 0. */
function atLeastOne(sizeBytes: number): number {
  return Math.max(1, sizeBytes)
}
