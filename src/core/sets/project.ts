/** A project is the first folder below the root; images that lie in the root belong to the root's own name. */

/** @param relativePath below the root, with forward slashes. */
export function projectOf(relativePath: string, rootName: string): string {
  const end = relativePath.indexOf('/')
  return end < 0 ? rootName : relativePath.slice(0, end)
}
