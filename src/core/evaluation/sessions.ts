/** Sessions: decisions made in one sitting. Splits keep a sitting together, because a mood lasts that long. */

/** A pause longer than this ends a session: half an hour, as web analytics count visits. */
const SESSION_PAUSE_MS = 30 * 60 * 1000

/**
 * @param decidedAtMs times of decisions in the order they were made.
 * @returns the session of each, numbered from 0.
 */
export function sessionsOf(decidedAtMs: readonly number[]): number[] {
  let session = 0
  let previousMs = decidedAtMs[0] ?? 0
  return decidedAtMs.map((atMs) => {
    if (atMs - previousMs > SESSION_PAUSE_MS) session += 1
    previousMs = atMs
    return session
  })
}
