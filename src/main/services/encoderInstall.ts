/** Puts a verified encoder into the library, whole or not at all; and takes in a folder of the person's own. */
import {
  access,
  constants,
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseManifest, type EncoderManifest } from '../../core/encoders/manifest.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { explainWriteError } from '../writeError.ts'
import { sha256OfFile } from './downloadPart.ts'
import { isSafeFolderName, type FoundEncoder } from './encoderFolders.ts'

/** Below the encoders' folder; a name that is never an id, so what lies here is never taken for an encoder. */
const PARTIAL = '.partial'

/** Where the bytes of a download are gathered. */
export function partFileOf(encodersFolder: string, { id, version }: EncoderManifest): string {
  return join(encodersFolder, PARTIAL, `${id}-${version}.part`)
}

/**
 * Makes `<encodersFolder>/<id>-<version>` of a manifest and a verified ONNX file, which is moved; then the
 * other versions that were made so go. The version is in the name because whoever loads encoders knows them by their folder.
 * @param manifestText the manifest as it was read.
 * @param verifiedFile below `encodersFolder`, on the disk, its SHA-256 checked.
 * @throws SetwiseError `disk-full` or `file-unreadable`, naming the folder.
 */
export async function installEncoder(
  encodersFolder: string,
  manifest: EncoderManifest,
  manifestText: string,
  verifiedFile: string,
): Promise<void> {
  const name = `${manifest.id}-${manifest.version}`
  const folder = join(encodersFolder, name)
  const whole = join(encodersFolder, PARTIAL, `${name}.whole`)
  try {
    await rm(whole, { recursive: true, force: true })
    await mkdir(whole, { recursive: true })
    await writeDurably(join(whole, 'manifest.json'), manifestText)
    await rename(verifiedFile, join(whole, manifest.file))
    // Only what cannot be used is ever replaced under the same name.
    await rm(folder, { recursive: true, force: true })
    await rename(whole, folder)
    for (const other of await readdir(encodersFolder)) {
      const isOtherVersion = other.startsWith(`${manifest.id}-`) && other !== name
      if (!isOtherVersion || !/^\d+$/.test(other.slice(manifest.id.length + 1))) continue
      await rm(join(encodersFolder, other), { recursive: true, force: true })
    }
  } catch (error) {
    throw explainWriteError(folder, error)
  }
}

export interface AddOptions {
  readonly encodersFolder: string
  readonly known: readonly FoundEncoder[]
  /** Loads an encoder as it will be loaded later. @throws SetwiseError when it cannot be used. */
  readonly tryEncoder: (folder: string) => Promise<unknown>
}

/**
 * Copies a folder with manifest.json and an ONNX file into the library, so that moving it later breaks nothing.
 * @returns the id of the encoder.
 * @throws SetwiseError `folder-missing`, `model-missing`, `model-altered`, `invalid-request` (an id that is
 *   taken), `disk-full` or `file-unreadable`; then nothing was added.
 */
export async function addEncoder(
  source: string,
  { encodersFolder, known, tryEncoder }: AddOptions,
): Promise<string> {
  const manifestPath = join(source, 'manifest.json')
  const text = await readFile(manifestPath, 'utf8').catch((error: unknown) => {
    throw unreadable(manifestPath, error)
  })
  const manifest = parseManifest(text, manifestPath)
  requireUsableNames(manifest, manifestPath)
  const same = known.find(({ encoderId }) => encoderId === manifest.id)
  if (same !== undefined) requireNoClash(manifest, same, manifestPath)
  const model = join(source, manifest.file)
  await access(model, constants.R_OK).catch((error: unknown) => {
    throw unreadable(model, error)
  })
  await requireHash(model, manifest.sha256)
  if (same?.state === 'ready' && same.manifest?.version === manifest.version) return manifest.id
  await tryEncoder(source)
  const copy = join(encodersFolder, PARTIAL, `${manifest.id}-${manifest.version}.added`)
  try {
    await copyDurably(model, copy)
    // The copy is what will be used; the disk may have lied, or the source changed meanwhile.
    await requireHash(copy, manifest.sha256)
    await installEncoder(encodersFolder, manifest, text, copy)
  } catch (error) {
    throw explainWriteError(copy, error)
  } finally {
    await rm(copy, { force: true })
  }
  return manifest.id
}

function requireUsableNames({ id, file }: EncoderManifest, path: string): void {
  if (!isSafeFolderName(id)) {
    throw altered(
      path,
      `its id ${id} cannot be the name of a folder everywhere: use at most 64 lower-case letters, digits and . _ -`,
    )
  }
  if (file.toLowerCase() === 'manifest.json' || file.includes(':')) {
    throw altered(
      path,
      `its file ${file} cannot be the name of the model: give the ONNX file another name`,
    )
  }
}

/** Embeddings are stored by id and version: two encoders of the same would mix theirs. */
function requireNoClash(manifest: EncoderManifest, same: FoundEncoder, path: string): void {
  const other = same.manifest
  if (other === null || manifest.version > other.version) return
  if (manifest.version === other.version && numbersOf(manifest) === numbersOf(other)) return
  throw new SetwiseError(
    'invalid-request',
    `There is already an encoder ${other.id}, version ${other.version} (${same.folder}), and ${path} names another model or other preprocessing. Give it another id, or a higher version.`,
  )
}

/** All of a manifest that decides a number. */
function numbersOf({ sha256, input, output, spatial }: EncoderManifest): string {
  return JSON.stringify({ sha256, input, output, spatial })
}

async function requireHash(file: string, sha256: string): Promise<void> {
  const found = await sha256OfFile(file).catch((error: unknown) => {
    throw unreadable(file, error)
  })
  if (found === sha256) return
  throw new SetwiseError(
    'model-altered',
    `The model file ${file} has the SHA-256 ${found}, and its manifest says ${sha256}: put the right file there, or correct the manifest.`,
  )
}

async function copyDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to, constants.COPYFILE_FICLONE)
  const copy = await open(to, 'r+')
  try {
    await copy.sync()
  } finally {
    await copy.close()
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

function altered(path: string, what: string): SetwiseError {
  return new SetwiseError('model-altered', `The manifest ${path} cannot be used: ${what}.`)
}

function unreadable(path: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown)) return thrown
  return new SetwiseError(
    'model-missing',
    `${path} cannot be read (${String(thrown.code)}). An encoder is a folder with a manifest.json and the ONNX file that it names: choose such a folder.`,
    { cause: thrown },
  )
}
