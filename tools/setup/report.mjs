// @ts-check
// How every tool talks to the person: one plain line per step, on stderr, because stdout belongs to results.

/** A step that cannot go on for a reason the person can act on: shown as its sentence alone, without a stack. */
export class SetupError extends Error {}

/**
 * Says what is being done, in one line.
 * @param {string} line
 */
export function say(line) {
  console.error(`setwise: ${line}`)
}

/**
 * The sentence to show for whatever was thrown: the message alone where the person can act on it, else the stack.
 * @param {unknown} error
 * @returns {string}
 */
export function describeFailure(error) {
  if (error instanceof SetupError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
