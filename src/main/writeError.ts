import { SetwiseError } from '../shared/errors.ts'

/**
 * What the system throws when a file or folder of the library cannot be written, as a sentence that names it
 * and says what to do; anything that is no error of the system is returned as it came.
 */
export function explainWriteError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error
  const code = String(error.code)
  const options = { cause: error }
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new SetwiseError(
        'disk-full',
        `The disk is full: ${path} does not fit on it. Free some space and try again; what was there before is kept.`,
        options,
      )
    case 'EIO':
      return new SetwiseError(
        'disk-full',
        `The disk failed while ${path} was written (EIO). Check the disk and its cable and try again; what was there before is kept.`,
        options,
      )
    default:
      return new SetwiseError(
        'file-unreadable',
        `${path} cannot be written (${code}). Check the permissions of the folder it lies in, or choose another library folder.`,
        options,
      )
  }
}
