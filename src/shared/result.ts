import type { PlainError } from './errors.ts'

/** An answer that crosses a process border: errors are values there, never exceptions. */
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: PlainError }
