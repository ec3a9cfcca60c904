import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Absolute paths of all pictures in a folder and below, sorted. */
export function picturePathsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(png|jpe?g|webp|tiff?|avif)$/i.test(name))
    .toSorted()
    .map((name) => resolve(join(folder, name)))
}
