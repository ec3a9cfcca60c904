/** What is drawn over the pictures: its words and its keys. */
import type { Layer } from '../store/state.ts'

export const LAYER_WORDS: Readonly<Record<Layer, string>> = {
  faces: 'faces',
  hands: 'hands',
  joints: 'joints',
  person: 'person',
  'standing-out': 'what stands out',
  subject: 'subject box',
}

/** Pressed together with Shift. */
export const LAYER_KEYS: Readonly<Record<Layer, string>> = {
  faces: 'F',
  hands: 'H',
  joints: 'J',
  person: 'P',
  'standing-out': 'W',
  subject: 'B',
}
