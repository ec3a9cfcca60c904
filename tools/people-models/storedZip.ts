/** Writes a zip of uncompressed files, as MediaPipe bundles its models: it reads them in place. */
import { crc32 } from 'node:zlib'

const ALIGNMENT_BYTES = 64
const VERSION_NEEDED = 10
/** 1 January 1980, the earliest that the format knows: the same files give the same bytes. */
const DATE = 0x21

/** @param files names and contents, in the order in which they shall lie. */
export function storedZip(files: readonly (readonly [name: string, content: Buffer])[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [fileName, content] of files) {
    const name = Buffer.from(fileName)
    const unpadded = at + 30 + name.length
    const padding = Math.ceil(unpadded / ALIGNMENT_BYTES) * ALIGNMENT_BYTES - unpadded
    const checksum = crc32(content)
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    header.writeUInt16LE(VERSION_NEEDED, 4)
    header.writeUInt16LE(DATE, 12)
    header.writeUInt32LE(checksum, 14)
    header.writeUInt32LE(content.length, 18)
    header.writeUInt32LE(content.length, 22)
    header.writeUInt16LE(name.length, 26)
    header.writeUInt16LE(padding, 28)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(VERSION_NEEDED, 4)
    entry.writeUInt16LE(VERSION_NEEDED, 6)
    entry.writeUInt16LE(DATE, 14)
    entry.writeUInt32LE(checksum, 16)
    entry.writeUInt32LE(content.length, 20)
    entry.writeUInt32LE(content.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    parts.push(header, name, Buffer.alloc(padding), content)
    directory.push(entry, name)
    at = unpadded + padding + content.length
  }
  const end = Buffer.alloc(22)
  const directoryBytes = directory.reduce((sum, part) => sum + part.length, 0)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directoryBytes, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end])
}
