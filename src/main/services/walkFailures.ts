import { fileNameOf } from '../../core/sets/fileName.ts'
import { SetwiseError } from '../../shared/errors.ts'

/** A name as it stands in a sentence: quoted, on one line whatever characters it holds. */
export function quoted(relativePath: string): string {
  return `“${fileNameOf(relativePath).replaceAll(/\p{Cc}/gu, '\uFFFD')}”`
}

/**
 * Why the system would not let a file, folder or link be read, and what to do, in a sentence.
 * @param error what the file system threw; its code is named where no better words exist.
 */
export function whyUnreadable(
  relativePath: string,
  error: unknown,
  kind: 'entry' | 'link' = 'entry',
): string {
  const name = quoted(relativePath)
  const code = systemCodeOf(error)
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return kind === 'link'
        ? `${name} is a link to something that does not exist. Remove it, or restore what it leads to.`
        : `${name} disappeared while its folder was being read. Open the folder again to look once more.`
    case 'ELOOP':
      return `${name} is a link that leads back to itself. Remove it.`
    case 'EACCES':
    case 'EPERM':
      return `You have no permission to read ${name}. Allow it, then open the folder again.`
    case 'ENAMETOOLONG':
      return `The path to ${name} is too long for this system. Move it to a folder further up.`
    default:
      return `${name} could not be read (${code}). Check the disk it lies on, then open the folder again.`
  }
}

/** The error to throw when the opened folder itself cannot be read. */
export function folderError(path: string, error: unknown): SetwiseError {
  const code = systemCodeOf(error)
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new SetwiseError(
        'folder-missing',
        `The folder ${path} is not there. Check that it exists and that its disk is connected, then open it again.`,
        { cause: error },
      )
    case 'EACCES':
    case 'EPERM':
      return new SetwiseError(
        'file-unreadable',
        `You have no permission to read the folder ${path}. Allow it, then open it again.`,
        { cause: error },
      )
    default:
      return new SetwiseError(
        'folder-missing',
        `The folder ${path} could not be read (${code}). Check that its disk is connected, then open it again.`,
        { cause: error },
      )
  }
}

function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
