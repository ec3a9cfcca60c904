/** Which names are pictures, and which folders Setwise fills itself. */
import { extensionOf, fileNameOf } from './fileName.ts'

/** Extensions of the files that are looked at, in lower case; any case counts. */
export const IMAGE_EXTENSIONS: ReadonlySet<string> = new Set([
  'png',
  'jpg',
  'jpeg',
  'webp',
  'tif',
  'tiff',
  'avif',
  'heic',
  'heif',
])

/** Pictures by their names, whether Setwise reads them or not. */
export const PICTURE_EXTENSIONS: ReadonlySet<string> = new Set([...IMAGE_EXTENSIONS, 'bmp', 'gif'])

/** Folders that Setwise itself fills (DOMAIN, "Routing after review"): what lies there is decided. */
const OUTPUT_FOLDERS: ReadonlySet<string> = new Set([
  '__selected',
  '__crop',
  'crop_auto',
  '__delete_staging',
])

/** @param path a name, or a path with forward slashes. */
export function isImageName(path: string): boolean {
  return IMAGE_EXTENSIONS.has(extensionOf(fileNameOf(path)))
}

/** Hidden files and folders, and those that Setwise fills. @param name of the file or folder alone. */
export function isLeftOut(name: string): boolean {
  return name.startsWith('.') || OUTPUT_FOLDERS.has(name)
}
