/** When a change is on the glass, and the marks that tests and benchmarks wait on. */
import type { Screen } from '../store/ports.ts'

/** A hidden or minimised window paints no frames; the keys go on without it. */
const LONGEST_FRAME_WAIT_MS = 300

/**
 * Marks on the root element: `data-ready`, `data-set-id` (absent without a set) and
 * `data-key-to-paint-ms` (of the last key); each painted set is also a performance mark
 * `setwise:set-painted` with `{setId, keyMs}`, the milliseconds from the key.
 */
export function createScreen(root: HTMLElement): Screen {
  return {
    nextPaint: () =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(fallback)
          resolve(performance.now())
        }
        const fallback = setTimeout(done, LONGEST_FRAME_WAIT_MS)
        // The first callback runs before the frame with the change, the second after it was painted.
        requestAnimationFrame(() => requestAnimationFrame(done))
      }),

    announce: ({ setId, keyAtMs, paintedAtMs }) => {
      const keyMs = keyAtMs === null ? null : paintedAtMs - keyAtMs
      if (keyMs !== null) root.dataset['keyToPaintMs'] = keyMs.toFixed(1)
      if (setId === null) {
        delete root.dataset['setId']
        return
      }
      root.dataset['setId'] = String(setId)
      performance.mark('setwise:set-painted', { detail: { setId, keyMs } })
    },

    setReady: (ready) => {
      root.dataset['ready'] = String(ready)
    },
  }
}
