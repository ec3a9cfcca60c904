import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { reviewSet } from '../testing/sampleSets.ts'
import { settle, startTestPage, type TestPage } from '../testing/testPage.ts'
import { LAYER_KEYS } from '../words/layers.ts'
import { bindKeys, KEY_HELP } from './keys.ts'

class FakeElement {
  readonly isButton: boolean

  constructor(isButton: boolean) {
    this.isButton = isButton
  }

  closest(): FakeElement | null {
    return this.isButton ? this : null
  }
}

beforeAll(() => {
  vi.stubGlobal('Element', FakeElement)
})
afterAll(() => {
  vi.unstubAllGlobals()
})

const SETS = [1, 2, 3, 4].map((id) =>
  reviewSet({
    id,
    sizes: [
      [2, 3],
      [2, 3],
    ],
  }),
)

interface Press {
  readonly code?: string
  readonly modifiers?: readonly string[]
  readonly repeat?: boolean
  readonly on?: FakeElement
}

/** Node has no KeyboardEvent: an event with the fields that a browser gives it. */
function pressOn(target: EventTarget, key: string, press: Press = {}): Event {
  const event = new Event('keydown', { cancelable: true })
  const fields = {
    key,
    code: press.code ?? `Key${key.toUpperCase()}`,
    repeat: press.repeat ?? false,
    isComposing: false,
    getModifierState: (name: string) => press.modifiers?.includes(name) ?? false,
    target: press.on ?? new FakeElement(false),
  }
  for (const [name, value] of Object.entries(fields)) Object.defineProperty(event, name, { value })
  target.dispatchEvent(event)
  return event
}

async function startWithKeys() {
  const page = await startTestPage({ sets: SETS })
  const target = new EventTarget()
  // An EventTarget is all that the keys need of a window.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  bindKeys(target as Window, page.store)
  return { page, press: (key: string, how?: Press) => pressOn(target, key, how) }
}

const verdicts = ({ main }: TestPage) => main.decisions().map(({ verdict }) => verdict.kind)
const place = ({ store }: TestPage) => store.getState().place

describe('keys', () => {
  test('decide and undo', async () => {
    const { page, press } = await startWithKeys()
    press('1', { code: 'Digit1' })
    press('A', { code: 'KeyA', modifiers: ['CapsLock'] })
    press('r')
    press('s')
    press('u')
    press('z', { modifiers: ['Control'] })
    await settle(page)
    expect(verdicts(page)).toEqual(['pick', 'pick'])
  })

  test('a digit typed without Shift on a French keyboard, and on the number pad', async () => {
    const { page, press } = await startWithKeys()
    press('&', { code: 'Digit1' })
    press('2', { code: 'Numpad2' })
    await settle(page)
    expect(page.main.decisions().map(({ verdict }) => verdict)).toEqual([
      { kind: 'pick', imageId: 11 },
      { kind: 'pick', imageId: 22 },
    ])
  })

  test('one press is one decision: holding a deciding key adds none', async () => {
    const { page, press } = await startWithKeys()
    press('1', { code: 'Digit1' })
    press('1', { code: 'Digit1', repeat: true })
    press('1', { code: 'Digit1', repeat: true })
    await settle(page)
    expect(verdicts(page)).toEqual(['pick'])
  })

  test('all four arrows walk, also when held', async () => {
    const { page, press } = await startWithKeys()
    press('ArrowDown', { code: 'ArrowDown' })
    await settle(page)
    press('ArrowRight', { code: 'ArrowRight', repeat: true })
    await settle(page)
    expect(place(page)).toBe(2)
    press('ArrowUp', { code: 'ArrowUp' })
    press('ArrowLeft', { code: 'ArrowLeft' })
    await settle(page)
    expect(place(page)).toBe(0)
  })

  test('keys with other modifiers belong to the system', async () => {
    const { page, press } = await startWithKeys()
    expect(press('r', { modifiers: ['Control'] }).defaultPrevented).toBe(false)
    expect(press('a', { modifiers: ['Meta'] }).defaultPrevented).toBe(false)
    await settle(page)
    expect(verdicts(page)).toEqual([])
  })

  test('a key that acts here is not left to the menu as well', async () => {
    const { press } = await startWithKeys()
    expect(press('z', { modifiers: ['Control'] }).defaultPrevented).toBe(true)
  })

  test('Enter on a focused button presses the button', async () => {
    const { page, press } = await startWithKeys()
    const event = press('Enter', { code: 'Enter', on: new FakeElement(true) })
    await settle(page)
    expect(verdicts(page)).toEqual([])
    expect(event.defaultPrevented).toBe(false)
    press('Enter', { code: 'Enter' })
    await settle(page)
    expect(verdicts(page)).toEqual(['pick'])
  })

  test('nothing is decided behind the keys sheet or in another room', async () => {
    const { page, press } = await startWithKeys()
    press('?', { code: 'Slash', modifiers: ['Shift'] })
    expect(page.store.getState().keysShown).toBe(true)
    press('r')
    press('l')
    press('Escape', { code: 'Escape' })
    expect(page.store.getState()).toMatchObject({ keysShown: false, room: 'review' })
    press('l')
    press('r')
    expect(page.store.getState().room).toBe('library')
    press('h')
    expect(page.store.getState().libraryTab).toBe('history')
    press('g')
    await settle(page)
    expect(page.store.getState().room).toBe('review')
    expect(verdicts(page)).toEqual([])
  })

  test('I opens the features panel; its layers have keys only while it is open', async () => {
    const { page, press } = await startWithKeys()
    const joints = (): boolean => page.store.getState().layers.has('joints')
    const shiftJ = () => press('J', { modifiers: ['Shift'] })
    expect(shiftJ().defaultPrevented).toBe(false)
    expect(joints()).toBe(false)
    press('i')
    expect(page.store.getState().panelShown).toBe(true)
    shiftJ()
    expect(joints()).toBe(true)
    press('l')
    shiftJ()
    expect(joints()).toBe(true)
    press('g')
    press('i')
    expect(page.store.getState().panelShown).toBe(false)
    await settle(page)
    expect(verdicts(page)).toEqual([])
  })

  test('a layer key whose Shift is missed decides nothing and goes nowhere', async () => {
    const { page, press } = await startWithKeys()
    press('i')
    for (const letter of Object.values(LAYER_KEYS)) press(letter.toLowerCase())
    await settle(page)
    expect(verdicts(page)).toEqual([])
    expect(page.store.getState()).toMatchObject({ room: 'review', place: 0, panelShown: true })
  })

  test('every key acts once: no two share a pattern with the layers', () => {
    const keys = KEY_HELP.flatMap(({ rows }) => rows.flatMap((row) => row.keys))
    expect(new Set(keys).size).toBe(keys.length)
  })
})
