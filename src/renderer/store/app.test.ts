import { describe, expect, test } from 'vitest'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { LibrarySummary } from '../../shared/ipc.ts'
import { sampleJob } from '../testing/fakeMain.ts'
import { reviewSet, setId } from '../testing/sampleSets.ts'
import { settle, startTestPage } from '../testing/testPage.ts'

const SETS = [1, 2].map((id) =>
  reviewSet({
    id,
    sizes: [
      [2, 3],
      [2, 3],
    ],
  }),
)

const LIBRARY: LibrarySummary = {
  folder: '/Users/x/other',
  name: 'other',
  images: 4,
  sets: 2,
  singles: 1,
  failed: 1,
  projects: ['mojo3'],
}

describe('the app', () => {
  test('without a library nothing is asked about sets, and the welcome page is painted', async () => {
    const page = await startTestPage({ sets: SETS, app: { library: null } })
    expect(page.main.calls.map((call) => call.channel)).toEqual(['app:get-state', 'history:list'])
    expect(page.paintedSets()).toEqual([null])
    page.store.getState().goTo('library')
    expect(page.store.getState().room).toBe('review')
  })

  test('opening a folder shows its first open set', async () => {
    const page = await startTestPage({
      sets: SETS,
      app: { library: null },
      api: { 'library:open': (folder) => (folder === null ? null : LIBRARY) },
    })
    await page.store.getState().openFolder(null)
    expect(page.store.getState().app?.library).toBeNull()
    await page.store.getState().openFolder('/Users/x/other')
    await settle(page)
    expect(page.store.getState().app?.library?.name).toBe('other')
    expect(page.paintedSets()).toEqual([null, setId(1)])
  })

  test('an expected error is told in its own sentence, a bug as a bug, a cancelled action not at all', async () => {
    const page = await startTestPage({
      sets: SETS,
      api: {
        'library:open': (folder) => {
          if (folder === '/gone') {
            throw new SetwiseError('folder-missing', 'The folder /gone does not exist.')
          }
          if (folder === '/cancelled') throw new CancelledError('Cancelled.')
          throw new TypeError('x is undefined')
        },
      },
    })
    const { openFolder, dismissNotice } = page.store.getState()
    const noticeAfter = async (folder: string): Promise<string | undefined> => {
      dismissNotice()
      await openFolder(folder)
      return page.store.getState().notice?.text
    }
    expect(await noticeAfter('/gone')).toBe('The folder /gone does not exist.')
    expect(await noticeAfter('/bug')).toBe('Something went wrong in Setwise itself: x is undefined')
    expect(await noticeAfter('/cancelled')).toBeUndefined()
  })

  test('jobs are followed by kind; a failed one says why', async () => {
    const page = await startTestPage({ sets: SETS })
    page.main.emit('job:changed', sampleJob('scan', 'Reading the folder', 1, 9))
    page.main.emit('job:changed', sampleJob('features', 'Looking closely', 1, 9))
    page.main.emit('job:changed', sampleJob('scan', 'Reading the folder', 5, 9))
    const { app } = page.store.getState()
    expect(app?.jobs.map((job) => [job.kind, job.done])).toEqual([
      ['features', 1],
      ['scan', 5],
    ])
    page.main.emit('job:changed', {
      ...sampleJob('scan', 'Reading the folder', 5, 9),
      phase: 'failed',
      message: 'The folder vanished.',
    })
    expect(page.store.getState().notice).toEqual({ kind: 'error', text: 'The folder vanished.' })
  })

  test('a finished training waits to be looked at; it opens nothing by itself', async () => {
    const page = await startTestPage({ sets: SETS })
    page.main.emit('job:changed', { ...sampleJob('train', 'Learning', 9, 9), phase: 'done' })
    expect(page.store.getState()).toMatchObject({ receiptWaits: true, room: 'review' })
    page.main.emit('menu:command', 'show-receipt')
    expect(page.store.getState()).toMatchObject({ receiptWaits: false, room: 'training' })
  })

  test('a warning that was read is put away, a later one is not', async () => {
    const page = await startTestPage({ sets: SETS, app: { warnings: ['first'] } })
    page.store.getState().dismissWarnings()
    expect(page.store.getState().dismissedWarnings).toEqual(['first'])
    expect(page.store.getState().dismissedWarnings).not.toContain('second')
  })

  test('Escape closes the topmost thing first', async () => {
    const page = await startTestPage({ sets: SETS })
    const { goTo, inform, showKeys, close } = page.store.getState()
    goTo('training')
    inform('Hello.')
    showKeys(true)
    const open = (): unknown[] => {
      const { keysShown, notice, room } = page.store.getState()
      return [keysShown, notice?.text, room]
    }
    close()
    expect(open()).toEqual([false, 'Hello.', 'training'])
    close()
    expect(open()).toEqual([false, undefined, 'training'])
    close()
    expect(open()).toEqual([false, undefined, 'review'])
  })

  test('the library room asks for its lists, and again after a scan', async () => {
    let failures = 1
    const page = await startTestPage({
      sets: SETS,
      api: {
        'library:list-failures': () =>
          Array.from({ length: failures }, () => ({ path: 'a.png', reason: 'cut off' })),
      },
    })
    page.main.emit('menu:command', 'show-library')
    await settle(page)
    expect(page.store.getState().lists?.failures).toHaveLength(1)
    failures = 2
    page.main.emit('library:changed', null)
    await settle(page)
    expect(page.store.getState().lists?.failures).toHaveLength(2)
  })
})
