/** The folders of encoders: which there are, and whether each can be used. Looks, and changes nothing. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseManifest, type EncoderManifest } from '../../core/encoders/manifest.ts'
import type { ImportableEncoder } from '../../core/features/importedValue.ts'
import { SetwiseError } from '../../shared/errors.ts'

/** A folder with a manifest. */
export interface FoundEncoder {
  readonly encoderId: string
  readonly folder: string
  /** Null when it cannot be read; then the state is `broken`. */
  readonly manifest: EncoderManifest | null
  /** Of the ONNX file; null when it is not there. */
  readonly fileBytes: number | null
  readonly state: 'ready' | 'not-downloaded' | 'broken'
  /** For `broken`: a sentence. */
  readonly reason: string | null
}

/**
 * Ids become names of folders, on every system: Windows keeps some names for itself and drops a dot at the end.
 * Lower case only, because macOS and Windows do not tell the cases apart.
 */
export function isSafeFolderName(id: string): boolean {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id) || id.endsWith('.')) return false
  return !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/.test(id)
}

/**
 * The encoders in the sub-folders of `parents`, one per id, by id. The same id in two places: the one that can
 * be used wins, then the newer version, then the earlier parent.
 */
export function findEncoders(parents: readonly string[]): FoundEncoder[] {
  const byId = new Map<string, FoundEncoder>()
  for (const parent of parents) {
    for (const name of subFolders(parent)) {
      const found = readEncoderFolder(join(parent, name))
      if (found === null) continue
      const other = byId.get(found.encoderId)
      if (other === undefined || isBetter(found, other)) byId.set(found.encoderId, found)
    }
  }
  return [...byId.values()].toSorted((one, two) => (one.encoderId < two.encoderId ? -1 : 1))
}

/** Those whose manifest can be read: to bring embeddings in, their ONNX file need not be there. */
export function findImportableEncoders(parents: readonly string[]): ImportableEncoder[] {
  return findEncoders(parents).flatMap(({ manifest }) => {
    if (manifest === null) return []
    const { id: encoderId, version, output } = manifest
    const { dimension, l2Normalise: l2Normalised } = output
    return [{ encoderId, version, dimension, l2Normalised }]
  })
}

/** Null when it has no manifest: then it is no encoder. Never throws for what lies in it. */
export function readEncoderFolder(folder: string): FoundEncoder | null {
  const path = join(folder, 'manifest.json')
  const nameless = { encoderId: basename(folder), folder, manifest: null, fileBytes: null }
  let manifest: EncoderManifest
  try {
    manifest = parseManifest(readFileSync(path, 'utf8'), path)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (code === null && !(error instanceof SetwiseError)) throw error
    const reason =
      error instanceof SetwiseError
        ? error.message
        : `The manifest ${path} cannot be read (${code}): give yourself permission to read it.`
    return { ...nameless, state: 'broken', reason }
  }
  const fileBytes = sizeOf(join(folder, manifest.file))
  const found = { encoderId: manifest.id, folder, manifest, fileBytes, reason: null }
  if (fileBytes !== null) return { ...found, state: 'ready' }
  if (manifest.download !== null) return { ...found, state: 'not-downloaded' }
  const reason = `The model file ${join(folder, manifest.file)} is missing: put it back, or add the encoder again.`
  return { ...found, state: 'broken', reason }
}

const RANK = { broken: 0, 'not-downloaded': 1, ready: 2 } as const

function isBetter(one: FoundEncoder, other: FoundEncoder): boolean {
  const difference = RANK[one.state] - RANK[other.state]
  if (difference !== 0) return difference > 0
  return (one.manifest?.version ?? 0) > (other.manifest?.version ?? 0)
}

function subFolders(parent: string): string[] {
  try {
    return readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
  } catch (error) {
    if (systemCode(error) === null) throw error
    // Nothing was ever downloaded or added, or the disk is gone: then there is no encoder there.
    return []
  }
}

/** Null when there is no such file or nothing in it. */
function sizeOf(file: string): number | null {
  try {
    const stat = statSync(file)
    return stat.isFile() && stat.size > 0 ? stat.size : null
  } catch (error) {
    if (systemCode(error) === null) throw error
    return null
  }
}

function systemCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('syscall' in thrown)) return null
  return String(thrown.code)
}
