/** What the services need of whoever looks for people; the app brings a hidden window, the command line none. */
import type { People } from '../../shared/people.ts'

export interface PeopleFinder {
  /**
   * Looks for people in a cached preview (JPEG, long edge at most 2,560 px). Requests queue up.
   * @throws SetwiseError naming the file when this picture cannot be looked at, `model-missing` when no
   * picture can (no WebGL, a model file is missing, the window keeps failing): then `unavailable` says why.
   */
  readonly find: (previewFile: string) => Promise<People>
  /** The sentence why people are not looked for; null while all is well. */
  readonly unavailable: () => string | null
  /** Gives the models' memory back; the next `find` loads them again. */
  readonly rest: () => void
  readonly stop: () => Promise<void>
}
