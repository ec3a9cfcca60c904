/**
 * Expected failures: each has a code for programs and a sentence for people that names the file or
 * thing concerned and says what to do. Everything else that is thrown is a bug.
 */
export type ErrorCode =
  | 'file-unreadable'
  | 'file-not-an-image'
  | 'file-too-large'
  | 'folder-missing'
  | 'disk-full'
  | 'database-corrupt'
  | 'database-newer'
  | 'database-locked'
  | 'model-missing'
  | 'model-altered'
  | 'download-failed'
  | 'too-little-data'
  | 'not-found'
  | 'invalid-request'
  | 'wrong-use'

export class SetwiseError extends Error {
  readonly code: ErrorCode

  /** @param message a whole sentence for a person: what happened, to which file, and what to do. */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SetwiseError'
    this.code = code
  }
}

/** Thrown when the person cancelled; never shown as an error. */
export class CancelledError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CancelledError'
  }
}

/** An error as it crosses a process border. `code` is 'cancelled' or 'bug' for what is not expected. */
export interface PlainError {
  readonly code: ErrorCode | 'cancelled' | 'bug'
  readonly message: string
}

/** Flattens anything thrown for a process border. */
export function toPlainError(thrown: unknown): PlainError {
  if (thrown instanceof SetwiseError) return { code: thrown.code, message: thrown.message }
  if (thrown instanceof CancelledError) return { code: 'cancelled', message: thrown.message }
  if (thrown instanceof Error) return { code: 'bug', message: thrown.message }
  return { code: 'bug', message: String(thrown) }
}

/** Restores what `toPlainError` flattened, so that callers can tell expected, cancelled and bug apart. */
export function fromPlainError(plain: PlainError): Error {
  if (plain.code === 'bug') return new Error(plain.message)
  if (plain.code === 'cancelled') return new CancelledError(plain.message)
  return new SetwiseError(plain.code, plain.message)
}

/** For the default branch of an exhaustive switch: the compiler rejects a forgotten case. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`)
}
