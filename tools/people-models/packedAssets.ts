/** Reads the files that the older MediaPipe packages carry packed into one, with a list in a script beside it. */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

interface PackedFile {
  readonly filename: string
  readonly start: number
  readonly end: number
}

/**
 * @param name for example `hands_solution_packed_assets`
 * @returns the files' bytes by their names without folders
 * @throws Error when the list cannot be found or does not fit the data
 */
export function readPackedAssets(packageFolder: string, name: string): ReadonlyMap<string, Buffer> {
  const script = readFileSync(join(packageFolder, `${name}_loader.js`), 'utf8')
  const [, list] = /loadPackage\((\{"files":[\s\S]*?\})\);/.exec(script) ?? []
  if (list === undefined) throw new Error(`${name}_loader.js lists no files`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by emscripten; the length below tells a wrong one
  const { files, remote_package_size: totalBytes } = JSON.parse(list) as {
    readonly files: readonly PackedFile[]
    readonly remote_package_size: number
  }
  const packed = readFileSync(join(packageFolder, `${name}.data`))
  if (packed.length !== totalBytes) {
    throw new Error(`${name}.data has ${packed.length} bytes instead of ${totalBytes}`)
  }
  return new Map(
    files.map(({ filename, start, end }) => [basename(filename), packed.subarray(start, end)]),
  )
}
