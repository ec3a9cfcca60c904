/** Turns what sharp and the file system throw into sentences that name the file and say what to do. */
import { basename } from 'node:path'
import { SetwiseError, type ErrorCode } from '../../shared/errors.ts'

/** The file's name for a sentence: control characters (a name may hold newlines) made visible. */
export function nameForSentence(path: string): string {
  return basename(path).replaceAll(/\p{Cc}/gu, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}

/** Sentences for the errors of the file system; `%` stands for the file's name. */
const FILE_SENTENCES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ['file-unreadable', '% is gone: put it back, or open the folder again to forget it.'],
  ENOTDIR: ['file-unreadable', '% is gone: put it back, or open the folder again to forget it.'],
  EACCES: ['file-unreadable', '% may not be read: give yourself permission to read it.'],
  EPERM: ['file-unreadable', '% may not be read: give yourself permission to read it.'],
  EISDIR: ['file-unreadable', '% is a folder, not a picture: rename the folder.'],
  EIO: ['file-unreadable', '% cannot be read from its disk: check the disk and its cable.'],
}

/** The code of a Node system error (`ENOENT` and so on), or null. */
export function systemErrorCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null
  return typeof thrown.code === 'string' ? thrown.code : null
}

/** An error while reading the bytes of `path`, as a sentence; anything unknown stays what it was. */
export function fileProblem(path: string, thrown: unknown): unknown {
  const known = FILE_SENTENCES[systemErrorCode(thrown) ?? '']
  if (known === undefined) return thrown
  const [code, sentence] = known
  return new SetwiseError(
    code,
    sentence.replace('%', () => nameForSentence(path)),
    {
      cause: thrown,
    },
  )
}

/** An error while decoding the bytes of `path`. The decoder's first line is kept: it helps a search. */
export function damagedPicture(path: string, thrown: unknown): SetwiseError {
  const detail = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? ''
  return new SetwiseError(
    'file-not-an-image',
    `${nameForSentence(path)} is damaged or cut short and cannot be decoded: replace it with a good copy. (${detail.trim()})`,
    { cause: thrown },
  )
}

/** A failure to write below `folder` while working on `path`; what is no system error stays what it was. */
export function writeProblem(path: string, folder: string, thrown: unknown): unknown {
  const code = systemErrorCode(thrown)
  if (code === null) return thrown
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SetwiseError(
      'disk-full',
      `The disk is full: the previews of ${nameForSentence(path)} do not fit into ${folder}. Free some space and start again; what is finished is kept.`,
      { cause: thrown },
    )
  }
  return new SetwiseError(
    'invalid-request',
    `The previews of ${nameForSentence(path)} cannot be written into ${folder} (${code}): make that folder writable, or choose another library folder.`,
    { cause: thrown },
  )
}
