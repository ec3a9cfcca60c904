/** Paths of other machines, reduced to what holds on any: the project and the file name. */
import { extensionOf } from '../sets/fileName.ts'
import { PICTURE_EXTENSIONS } from '../sets/pictureNames.ts'
import type { PastImage } from '../../shared/history.ts'

/** `mojo1_final` below `training data` is the project `mojo1`. */
const FINAL_SUFFIX = /_final$/i
/**
 * Folders that are no project: stand-ins and containers of projects, and what lies inside one, which is everything
 * with a leading underscore (`__selected`, `_<folder>`), the crops, stages, batches and folders named by a time.
 */
const NO_PROJECT =
  /^(?:_.*|[a-z]:|\.+|~|project_root|training data|crop_auto|stage\d.*|batch[ _-]?\d+|\d{8}(?:_\d{6})?)$/i
/** `/Users/name/a.png`: the folder is a person's, not a project's. */
const HOMES = /^(?:users|home)$/i
const SLASH = /[/\\]/
const DRIVE = /^[a-z]:$/i

/** A path taken apart. */
export interface NamedImage {
  readonly fileName: string
  /** The folders above it that can be a project, the nearest first. */
  readonly folders: readonly string[]
}

/** A project's name as Setwise compares it: without blanks around it, without `_final`, accents in one form. */
export function canonicalProject(name: string): string {
  return name.trim().normalize().replace(FINAL_SUFFIX, '')
}

/**
 * Takes a path of any machine apart: slashes of either kind, drive letters, `PROJECT_ROOT`, `..`.
 * @returns null where it ends in no file name of a picture.
 */
export function nameOfPath(path: string): NamedImage | null {
  const parts: string[] = []
  const trimmed = path.trim().normalize()
  for (const part of trimmed.split(SLASH)) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  const isFolder = trimmed.endsWith('/') || trimmed.endsWith('\\')
  const fileName = isFolder ? undefined : parts.pop()
  if (fileName === undefined || !PICTURE_EXTENSIONS.has(extensionOf(fileName))) return null
  const folders = belowHome(parts)
    .map(canonicalProject)
    .filter((part) => part !== '' && !NO_PROJECT.test(part))
  return { fileName, folders: folders.toReversed() }
}

function belowHome(parts: readonly string[]): readonly string[] {
  const first = DRIVE.test(parts[0] ?? '') ? 1 : 0
  return HOMES.test(parts[first] ?? '') ? parts.slice(first + 2) : parts
}

/**
 * The one project of images that were shown together.
 *
 * With a hint (a column of the row, or the person's word) the hint is right, wherever the images lie, unless their
 * folders tell two different projects. Without one an image's project is the nearest folder that can be one; where
 * these differ (`mojo1/a.png` beside `mojo1/raw/b.png`) the set's is the one that lies above all images.
 * Bare file names follow the others.
 * @returns the project (null: nothing tells it), or the projects that contradict each other.
 */
export function projectOfSet(
  images: readonly NamedImage[],
  hint: string | null,
): { readonly project: string | null } | { readonly projects: readonly string[] } {
  const told = images.map(({ folders }) => folders).filter((folders) => folders.length > 0)
  const named = hint === null ? '' : canonicalProject(hint)
  const projects = new Set(
    told.map((folders) => (folders.includes(named) ? named : (folders[0] ?? named))),
  )
  if (projects.size <= 1) {
    const [only = null] = projects
    return { project: named === '' ? only : named }
  }
  const common = [...projects].find((project) => told.every((folders) => folders.includes(project)))
  return common === undefined
    ? { projects: [...projects] }
    : { project: named === '' ? common : named }
}

/**
 * One image of a history file.
 * @param projectHint what the row or the person says of the project; wins over the folders of the path.
 * @returns null where the path ends in no file name of a picture.
 */
export function pastImage(path: string, projectHint: string | null): PastImage | null {
  const named = nameOfPath(path)
  if (named === null) return null
  const answer = projectOfSet([named], projectHint)
  const project = 'project' in answer ? answer.project : null
  return { project, fileName: named.fileName, widthPx: null, heightPx: null }
}
