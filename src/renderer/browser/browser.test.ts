import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../api.ts'
import { reviewSet, setId } from '../testing/sampleSets.ts'
import { startTestPage } from '../testing/testPage.ts'
import { bindDrops } from './drops.ts'
import { createScreen } from './screen.ts'

/** The part of the root element that is used here. */
function rootElement(): HTMLElement {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { dataset: {} } as HTMLElement
}

describe('what tests and benchmarks wait on', () => {
  test('the set on screen, and the milliseconds from its key', () => {
    const root = rootElement()
    const screen = createScreen(root)
    screen.setReady(false)
    screen.announce({ setId: setId(7), keyAtMs: 1000, paintedAtMs: 1041.26 })
    screen.setReady(true)
    expect(root.dataset).toEqual({ ready: 'true', setId: '7', keyToPaintMs: '41.3' })
    const mark = performance.getEntriesByName('setwise:set-painted').at(-1)
    expect(mark).toMatchObject({ detail: { setId: 7, keyMs: expect.closeTo(41.26) } })
    screen.announce({ setId: null, keyAtMs: null, paintedAtMs: 2000 })
    expect(root.dataset['setId']).toBeUndefined()
    expect(root.dataset['keyToPaintMs']).toBe('41.3')
  })

  describe('painting', () => {
    beforeEach(() => vi.useFakeTimers())
    afterEach(() => {
      vi.unstubAllGlobals()
      vi.useRealTimers()
    })

    test('a change is on the glass in the second frame after it', async () => {
      let frames: (() => void)[] = []
      vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback))
      const isPainted = vi.fn<() => void>()
      void createScreen(rootElement()).nextPaint().then(isPainted)
      for (const expected of [0, 1]) {
        const due = frames
        frames = []
        for (const callback of due) callback()
        await vi.advanceTimersByTimeAsync(1)
        expect(isPainted).toHaveBeenCalledTimes(expected)
      }
    })

    test('a hidden window, which paints no frames, does not hold the keys up', async () => {
      vi.stubGlobal('requestAnimationFrame', () => 0)
      const painted = createScreen(rootElement()).nextPaint()
      await vi.advanceTimersByTimeAsync(1000)
      await expect(painted).resolves.toBeTypeOf('number')
    })
  })
})

describe('dropping', () => {
  /** By path; a folder ends with a slash. */
  async function drop(...paths: readonly string[]) {
    const opened: (string | null)[] = []
    const imported: (readonly string[] | null)[] = []
    const page = await startTestPage({
      sets: [
        reviewSet({
          id: 1,
          sizes: [
            [2, 3],
            [2, 3],
          ],
        }),
      ],
      api: {
        'library:open': (folder) => {
          opened.push(folder)
          return null
        },
        'history:import': (files) => {
          imported.push(files)
          return null
        },
      },
    })
    const target = new EventTarget()
    const root = rootElement()
    const client = createClient({ ...page.main.bridge, pathOfDroppedFile: String })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an EventTarget is all it needs
    bindDrops(target as Window, root, page.store, client)
    target.dispatchEvent(new Event('dragover', { cancelable: true }))
    expect(root.dataset['dropping']).toBe('true')
    const event = new Event('drop', { cancelable: true })
    Object.defineProperty(event, 'dataTransfer', {
      value: {
        items: paths.map((path) => ({
          getAsFile: () => path,
          webkitGetAsEntry: () => ({ isDirectory: path.endsWith('/') }),
        })),
      },
    })
    target.dispatchEvent(event)
    expect(root.dataset['dropping']).toBe('false')
    // Otherwise the window would go to the file.
    expect(event.defaultPrevented).toBe(true)
    await vi.waitFor(() => undefined)
    return { opened, imported, notice: page.store.getState().notice }
  }

  test('a folder is opened by its path', async () => {
    const { opened, imported, notice } = await drop('/Users/x/pictures/')
    expect(opened).toEqual(['/Users/x/pictures/'])
    expect(imported).toEqual([])
    expect(notice).toBeNull()
  })

  test('files that are no pictures are imported as history, all at once', async () => {
    const { opened, imported } = await drop('/x/log.csv', '/x/mojo1.db', '/x/a.PNG', '/x/notes')
    expect(imported).toEqual([['/x/log.csv', '/x/mojo1.db', '/x/notes']])
    expect(opened).toEqual([])
  })

  test('a picture is no history: main says that its folder is wanted', async () => {
    const { opened, imported } = await drop('/x/a.jpeg')
    expect([opened, imported]).toEqual([['/x/a.jpeg'], []])
  })

  test('what is not a file on disk opens nothing and says what would', async () => {
    expect(await drop()).toMatchObject({ opened: [], imported: [], notice: { kind: 'info' } })
    expect(await drop('')).toMatchObject({ opened: [], imported: [] })
  })
})
