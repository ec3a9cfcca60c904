/**
 * Finds the image that a row of someone else's file speaks of: by project + file name, because folders move and
 * absolute paths are those of another machine. The same file name in two projects is two images.
 */
import { fileNameOf } from '../sets/fileName.ts'
import { projectOf } from '../sets/project.ts'

export type Match<Image> =
  | { readonly kind: 'found'; readonly image: Image }
  | { readonly kind: 'absent' }
  /** Several images fit; their relative paths. */
  | { readonly kind: 'ambiguous'; readonly paths: readonly string[] }

interface Entry<Image> {
  readonly image: Image
  readonly relativePath: string
  /** Components of the absolute path, from the file up: `['a.png', 'mojo1', 'pictures']`. */
  readonly upwards: readonly string[]
  readonly project: string
}

/**
 * @param rootPath of the open folder, absolute.
 * @param images their relative paths with forward slashes.
 * @returns a function of a name as it stands in a file: a bare file name, `project/file`, a relative path or an
 *   absolute path of any machine, with slashes of either kind.
 */
export function createImageMatcher<Image extends { readonly relativePath: string }>(
  rootPath: string,
  images: readonly Image[],
): (name: string) => Match<Image> {
  const root = componentsOf(rootPath)
  const rootName = root.at(-1) ?? ''
  const byFileName = new Map<string, Entry<Image>[]>()
  for (const image of images) {
    const { relativePath } = image
    const entry: Entry<Image> = {
      image,
      relativePath,
      upwards: [...root, ...componentsOf(relativePath)].toReversed(),
      project: projectOf(relativePath, rootName).normalize(),
    }
    const name = fileNameOf(relativePath).normalize()
    const entries = byFileName.get(name)
    if (entries === undefined) byFileName.set(name, [entry])
    else entries.push(entry)
  }

  return (name) => {
    const [fileName = '', ...folders] = componentsOf(name).toReversed()
    const sameName = byFileName.get(fileName) ?? []
    // A bare name says nothing of its project; a path that does not name the project is of another one.
    const fitting =
      folders.length === 0 ? sameName : sameName.filter(({ project }) => folders.includes(project))
    const common = fitting.map(({ upwards }) => commonLength(upwards, [fileName, ...folders]))
    const best = Math.max(...common)
    const nearest = fitting.filter((_, index) => common[index] === best)
    const [only] = nearest
    if (only === undefined) return { kind: 'absent' }
    if (nearest.length === 1) return { kind: 'found', image: only.image }
    return { kind: 'ambiguous', paths: nearest.map(({ relativePath }) => relativePath) }
  }
}

/** True for a file name without any folder. */
export function isBareName(name: string): boolean {
  return componentsOf(name).length === 1
}

/** Names are compared in one form of Unicode: macOS may spell an accent differently. */
function componentsOf(path: string): string[] {
  const parts = path.normalize().split(path.includes('/') ? '/' : /[/\\]/)
  return parts.filter((part) => part !== '' && part !== '.')
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  const end = one.findIndex((part, index) => part !== other[index])
  return end < 0 ? one.length : end
}
