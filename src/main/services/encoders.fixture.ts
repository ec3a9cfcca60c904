/** A shipped folder, a library and their encoders, small and without networks in them, for tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EncoderManifest } from '../../core/encoders/manifest.ts'
import { contentOf, sha256 } from './download.fixture.ts'
import { createEncoders, type EncodersDependencies } from './encoders.ts'

export const DEFAULT_CONTENT = contentOf(500, 3)

/** A manifest for these bytes. */
export function manifestOf(
  content: Uint8Array,
  changes: Partial<EncoderManifest> = {},
): EncoderManifest {
  return {
    id: 'tiny',
    version: 1,
    title: 'Tiny',
    file: 'model.onnx',
    sha256: sha256(content),
    bytes: content.length,
    licence: 'MIT',
    source: 'a test',
    download: null,
    input: {
      name: 'image',
      sizePx: 8,
      resize: 'exact',
      crop: 'none',
      interpolation: 'bicubic',
      colourOrder: 'rgb',
      layout: 'nchw',
      divisor: 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    output: { name: 'embedding', dimension: 4, l2Normalise: true },
    spatial: null,
    ...changes,
  }
}

/** Writes manifest.json and, unless it is null, the model. */
export function writeEncoder(
  folder: string,
  manifest: EncoderManifest,
  content: Uint8Array | null,
): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  if (content !== null) writeFileSync(join(folder, manifest.file), content)
}

/** Temporary folders with the default encoder, id `standard`. */
export function makeHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-encoders-'))
  const shipped = join(folder, 'shipped')
  const library = join(folder, 'library', 'encoders')
  const defaultFolder = join(shipped, 'standard')
  const standard = manifestOf(DEFAULT_CONTENT, { id: 'standard', title: 'Standard' })
  writeEncoder(defaultFolder, standard, DEFAULT_CONTENT)
  const settings = new Map<string, string>()
  const warnings: string[] = []
  return {
    folder,
    shipped,
    library,
    defaultFolder,
    warnings,
    /** As after a start of the program: all that lasts is on the disk and in the settings. */
    start: (changes: Partial<EncodersDependencies> = {}) =>
      createEncoders({
        defaultFolder,
        encodersFolder: library,
        settings: {
          get: (name) => settings.get(name) ?? null,
          put: (name, value) => void settings.set(name, value),
        },
        tryEncoder: async () => undefined,
        warn: (sentence) => warnings.push(sentence),
        ...changes,
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
