/** Use case: which encoders there are, which one is in use, and how to get another. */
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { EncoderSummary } from '../../shared/features.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { discardPart } from './downloadPart.ts'
import { downloadFile, REAL_NETWORK, type Network } from './download.ts'
import { findEncoders, readEncoderFolder, type FoundEncoder } from './encoderFolders.ts'
import { addEncoder, installEncoder, partFileOf } from './encoderInstall.ts'

export interface EncodersDependencies {
  /** Shipped with the program; the others that are shipped lie beside it. */
  readonly defaultFolder: string
  /** Where downloaded and added encoders lie: <library>/encoders. Made when it is needed. */
  readonly encodersFolder: string
  readonly settings: {
    readonly get: (name: 'encoder') => string | null
    readonly put: (name: 'encoder', value: string) => void
  }
  /** Loads an encoder of the person's own before it is added. @throws SetwiseError when it cannot be used. */
  readonly tryEncoder: (folder: string) => Promise<unknown>
  readonly warn: (sentence: string) => void
  readonly network?: Network
}

/** What is known of an encoder whatever folder is open. */
export type ListedEncoder = Omit<EncoderSummary, 'embedded' | 'state'> & Pick<FoundEncoder, 'state'>

export interface EncoderInUse {
  readonly encoderId: string
  readonly folder: string
}

export function createEncoders(dependencies: EncodersDependencies) {
  const { defaultFolder, encodersFolder, settings, tryEncoder, warn } = dependencies
  const network = dependencies.network ?? REAL_NETWORK
  /** Why an encoder whose files are all there could not be loaded, by id. */
  const broken = new Map<string, string>()
  let downloading: string | null = null
  let adding = false

  const find = (): FoundEncoder[] =>
    findEncoders([dirname(defaultFolder), encodersFolder]).map((found) => {
      const reason = broken.get(found.encoderId)
      return found.state === 'ready' && reason !== undefined
        ? { ...found, state: 'broken', reason }
        : found
    })

  const defaultId = (): string =>
    readEncoderFolder(defaultFolder)?.encoderId ?? basename(defaultFolder)

  /** @throws SetwiseError `not-found`. */
  const byId = (encoderId: string): FoundEncoder => {
    const all = find()
    const found = all.find((one) => one.encoderId === encoderId)
    if (found !== undefined) return found
    const names = all.map((one) => one.encoderId).join(', ')
    throw new SetwiseError('not-found', `There is no encoder ${encoderId}. There are: ${names}.`)
  }

  /** The default's folder is answered whatever lies in it: the worker that loads it says what is wrong. */
  const theDefault = (all: readonly FoundEncoder[]): EncoderInUse => {
    const encoderId = defaultId()
    const found = all.find((one) => one.encoderId === encoderId && one.state === 'ready')
    return { encoderId, folder: found?.folder ?? defaultFolder }
  }

  const inUseOf = (all: readonly FoundEncoder[]): EncoderInUse => {
    const standard = theDefault(all)
    const chosen = settings.get('encoder')
    if (chosen === null || chosen === standard.encoderId) return standard
    const found = all.find((one) => one.encoderId === chosen)
    if (found?.state === 'ready') return { encoderId: chosen, folder: found.folder }
    const why = found?.reason ?? 'Its files are gone; download or add it again.'
    warn(`The encoder ${chosen} cannot be used, ${standard.encoderId} stands in for it. ${why}`)
    return standard
  }

  return {
    /** All that are known, by id. */
    list: (): ListedEncoder[] => find().map(listed),
    /** The chosen one, or the default with a warning when that is gone or broken. */
    inUse: (): EncoderInUse => inUseOf(find()),
    /**
     * Chooses an encoder, also for the next start.
     * @throws SetwiseError `not-found`, or `invalid-request` when it is not ready.
     */
    use: (encoderId: string): void => {
      // Chosen anew: its file may have been repaired.
      broken.delete(encoderId)
      const { state, reason } = byId(encoderId)
      if (state !== 'ready') {
        const why = reason ?? `Download it first: setwise encoder download ${encoderId}.`
        throw new SetwiseError('invalid-request', `The encoder ${encoderId} is not ready. ${why}`)
      }
      settings.put('encoder', encoderId)
    },
    /** For an encoder that could not be loaded: it is listed as broken until it is downloaded or added again. */
    reportBroken: (encoderId: string, reason: string): void => void broken.set(encoderId, reason),
    /**
     * Fetches an encoder into the library; the only act of Setwise that uses a network. Nothing to do when it
     * is ready. Call it again after it was cancelled or broken off: it goes on where it stopped.
     * @throws SetwiseError as downloadFile and installEncoder, `not-found`, or `invalid-request` when it cannot
     *   be downloaded; CancelledError.
     */
    download: async (encoderId: string, context: JobContext): Promise<void> => {
      const { folder, manifest, state } = byId(encoderId)
      if (state === 'ready') return
      if (manifest === null || manifest.download === null) {
        throw new SetwiseError(
          'invalid-request',
          `The encoder ${encoderId} names no address to download it from: add it as a folder.`,
        )
      }
      if (downloading !== null) {
        throw new SetwiseError(
          'invalid-request',
          `The encoder ${downloading} is being downloaded: wait for it, or cancel it.`,
        )
      }
      downloading = encoderId
      try {
        const text = readFileSync(join(folder, 'manifest.json'), 'utf8')
        const partFile = partFileOf(encodersFolder, manifest)
        const { title, sha256, bytes } = manifest
        const { url } = manifest.download
        await downloadFile({ title, url, sha256, bytes, partFile }, context, network)
        if (context.signal.aborted) throw new CancelledError(`Downloading ${title} was cancelled.`)
        await installEncoder(encodersFolder, manifest, text, partFile)
        await discardPart(partFile)
        broken.delete(encoderId)
      } finally {
        downloading = null
      }
    },
    /** The encoder that is being fetched; null when none is. */
    downloading: (): string | null => downloading,
    /**
     * Copies an encoder of the person's own into the library. @returns its id.
     * @throws SetwiseError as addEncoder.
     */
    add: async (folder: string): Promise<string> => {
      if (adding) {
        throw new SetwiseError('invalid-request', 'An encoder is being added: wait for it.')
      }
      adding = true
      try {
        const encoderId = await addEncoder(folder, { encodersFolder, known: find(), tryEncoder })
        broken.delete(encoderId)
        return encoderId
      } finally {
        adding = false
      }
    },
  }
}

function listed({ encoderId, manifest, fileBytes, state, reason }: FoundEncoder): ListedEncoder {
  return {
    encoderId,
    version: manifest?.version ?? 0,
    title: manifest?.title ?? encoderId,
    licence: manifest?.licence ?? '',
    dimension: manifest?.output.dimension ?? 0,
    bytes: fileBytes ?? manifest?.bytes ?? 0,
    downloadHost: manifest?.download == null ? null : new URL(manifest.download.url).host,
    state,
    reason,
  }
}

export type Encoders = ReturnType<typeof createEncoders>
