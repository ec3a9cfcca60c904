/** Where to go next in the queue: pure functions of the states. Places are indexes into the queue. */
import type { SetState } from '../../shared/ipc.ts'

/** The next open place after `from`, going round to the start once; null when no set is open. */
export function nextOpen(states: readonly SetState[], from: number): number | null {
  for (let distance = 1; distance <= states.length; distance += 1) {
    const place = (from + distance) % states.length
    if (states[place] === 'open') return place
  }
  return null
}

/** The neighbouring place, whatever its state; null beyond the ends. */
export function neighbour(count: number, from: number, direction: 1 | -1): number | null {
  const place = from + direction
  return place >= 0 && place < count ? place : null
}

/**
 * The places to hold ready around `place`, most urgent first: the next two open sets (a decision goes
 * there), then the neighbours on both sides (an arrow or an undo goes there). At most four, never `place`.
 */
export function placesToPrefetch(states: readonly SetState[], place: number): readonly number[] {
  const places = new Set<number>()
  const first = nextOpen(states, place)
  const second = first === null ? null : nextOpen(states, first)
  for (const candidate of [
    first,
    second,
    neighbour(states.length, place, 1),
    neighbour(states.length, place, -1),
  ]) {
    if (candidate !== null && candidate !== place) places.add(candidate)
  }
  return [...places]
}

/** How many sets are in each state. */
export function countStates(states: readonly SetState[]): Readonly<Record<SetState, number>> {
  const counts = { open: 0, pick: 0, reject: 0, skip: 0 }
  for (const state of states) counts[state] += 1
  return counts
}
