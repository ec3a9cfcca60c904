/** All keys: what they do and, from the same list, what the keys sheet says. */
import { tinykeys } from 'tinykeys'
import { LAYERS, type SetwiseState } from '../store/state.ts'
import { LAYER_KEYS, LAYER_WORDS } from '../words/layers.ts'
import type { SetwiseStore } from '../store/store.ts'

interface KeyBinding {
  /** As tinykeys reads it: `(1|Digit1)` is a pattern for the character or the place of the key. */
  readonly pattern: string
  /**
   * Where it acts; `panel`: in review while the features panel is open; `beside-review`: in the other
   * rooms. Nothing but `anywhere` acts while the keys sheet is open.
   */
  readonly where: 'review' | 'panel' | 'rooms' | 'beside-review' | 'anywhere'
  /** Deciding keys ignore the auto-repeat of a held key. */
  readonly repeats?: true
  readonly act: (state: SetwiseState, event: KeyboardEvent) => void
}

/** Image numbers that have a key; sets have at most nine images. */
const POSITIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9]

// The place of a digit key counts too: on a French keyboard the upper row types digits only with Shift.
const PICKS: readonly KeyBinding[] = POSITIONS.map((position) => ({
  pattern: `(${position}|Digit${position})`,
  where: 'review',
  act: (state, event) => state.pick(position, event.timeStamp),
}))

const step =
  (direction: 1 | -1): KeyBinding['act'] =>
  (state, event) =>
    state.step(direction, event.timeStamp, event.repeat)

// With Shift, on letters that decide nothing without it: a Shift that is missed does no harm.
const LAYER_BINDINGS: readonly KeyBinding[] = LAYERS.map((layer) => ({
  pattern: `Shift+${LAYER_KEYS[layer]}`,
  where: 'panel',
  act: (state) => state.toggleLayer(layer),
}))

const BINDINGS: readonly KeyBinding[] = [
  ...PICKS,
  { pattern: '(a|Enter)', where: 'review', act: (state, event) => state.approve(event.timeStamp) },
  { pattern: 'r', where: 'review', act: (state, event) => state.reject(event.timeStamp) },
  { pattern: 's', where: 'review', act: (state, event) => state.skip(event.timeStamp) },
  { pattern: 'u', where: 'review', act: (state, event) => state.undo(event.timeStamp) },
  { pattern: '$mod+z', where: 'review', act: (state, event) => state.undo(event.timeStamp) },
  { pattern: '(ArrowDown|ArrowRight)', where: 'review', repeats: true, act: step(1) },
  { pattern: '(ArrowUp|ArrowLeft)', where: 'review', repeats: true, act: step(-1) },
  { pattern: 'i', where: 'review', act: (state) => state.togglePanel() },
  ...LAYER_BINDINGS,
  { pattern: 'g', where: 'rooms', act: (state) => state.goTo('review') },
  { pattern: 'l', where: 'rooms', act: (state) => state.goTo('library') },
  // Not in review: there H with a missed Shift is the layer of the hands.
  { pattern: 'h', where: 'beside-review', act: (state) => state.showHistory() },
  { pattern: 'm', where: 'rooms', act: (state) => state.goTo('training') },
  { pattern: '[Shift]+?', where: 'anywhere', act: (state) => state.showKeys(!state.keysShown) },
  { pattern: 'Escape', where: 'anywhere', act: (state) => state.close() },
]

export interface KeyHelp {
  readonly keys: readonly string[]
  readonly words: string
}

/** The keys sheet. "Mod" stands for Ctrl, or Cmd on a Mac. */
export const KEY_HELP: readonly { readonly title: string; readonly rows: readonly KeyHelp[] }[] = [
  {
    title: 'Decide',
    rows: [
      { keys: ['1', '…', '9'], words: 'keep that image' },
      { keys: ['A', 'Enter'], words: 'keep the suggested image' },
      { keys: ['R'], words: 'reject the whole set' },
      { keys: ['S'], words: 'skip: decide nothing, move nothing' },
      { keys: ['U', 'Mod Z'], words: 'undo, back to that set' },
    ],
  },
  {
    title: 'Walk',
    rows: [
      { keys: ['↓', '→'], words: 'next set' },
      { keys: ['↑', '←'], words: 'previous set' },
    ],
  },
  {
    title: 'Look closer',
    rows: [
      { keys: ['I'], words: 'features: numbers and drawings' },
      ...LAYERS.map((layer) => ({
        keys: [`Shift ${LAYER_KEYS[layer]}`],
        words: LAYER_WORDS[layer],
      })),
    ],
  },
  {
    title: 'Rooms',
    rows: [
      { keys: ['G'], words: 'review' },
      { keys: ['L'], words: 'library: projects, features, failures' },
      { keys: ['H'], words: 'history, from the library' },
      { keys: ['M'], words: 'model: progress and receipt' },
      { keys: ['?'], words: 'this sheet' },
      { keys: ['Esc'], words: 'close' },
    ],
  },
]

/** Listens to the keys of the window until the answer is called. */
export function bindKeys(target: Window, store: SetwiseStore): () => void {
  const handler =
    (binding: KeyBinding) =>
    (event: KeyboardEvent): void => {
      const state = store.getState()
      if (event.repeat && binding.repeats !== true) return
      // Enter on a button that has the focus presses the button.
      if (event.key === 'Enter' && isOnControl(event)) return
      if (!acts(binding, state)) return
      // Handled here: a menu item with the same key must not act a second time.
      event.preventDefault()
      binding.act(state, event)
    }
  return tinykeys(
    target,
    Object.fromEntries(BINDINGS.map((binding) => [binding.pattern, handler(binding)])),
    { ignore: (event) => event.isComposing },
  )
}

function acts({ where }: KeyBinding, { room, keysShown, panelShown, app }: SetwiseState): boolean {
  if (where === 'anywhere') return true
  if (keysShown || app?.library == null) return false
  if (where === 'panel' && !panelShown) return false
  if (where === 'beside-review') return room !== 'review'
  return where === 'rooms' || room === 'review'
}

function isOnControl({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('button, a, summary') !== null
}
