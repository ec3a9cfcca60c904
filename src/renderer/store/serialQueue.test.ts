import { describe, expect, test } from 'vitest'
import { gate } from '../testing/testPage.ts'
import { createSerialQueue } from './serialQueue.ts'

function start() {
  const busy: boolean[] = []
  const errors: { error: unknown; dropped: number }[] = []
  const queue = createSerialQueue({
    onBusyChange: (isBusy) => busy.push(isBusy),
    onError: (error, dropped) => errors.push({ error, dropped }),
  })
  return { queue, busy, errors }
}

describe('serial queue', () => {
  test('runs in order, one at a time, and says when it is busy', async () => {
    const { queue, busy } = start()
    const log: string[] = []
    const first = gate()
    queue.addKey(async () => {
      log.push('first begins')
      await first.wait
      log.push('first ends')
    })
    queue.addKey(async () => {
      log.push('second')
    })
    expect(queue.isBusy()).toBe(true)
    first.open()
    await queue.idle()
    expect(log).toEqual(['first begins', 'first ends', 'second'])
    expect(busy).toEqual([true, false])
    expect(queue.isBusy()).toBe(false)
  })

  test('a failure drops the keys that waited behind it, and nothing else', async () => {
    const { queue, errors } = start()
    const log: string[] = []
    const broken = new Error('disk full')
    queue.addKey(() => Promise.reject(broken))
    queue.addKey(async () => {
      log.push('key')
    })
    queue.add(async () => {
      log.push('reload')
    })
    await queue.idle()
    expect(errors).toEqual([{ error: broken, dropped: 1 }])
    expect(log).toEqual(['reload'])
    queue.addKey(async () => {
      log.push('later key')
    })
    await queue.idle()
    expect(log).toEqual(['reload', 'later key'])
  })

  test('a task may add another', async () => {
    const { queue } = start()
    const log: string[] = []
    queue.add(async () => {
      queue.add(async () => {
        log.push('inner')
      })
      log.push('outer')
    })
    await queue.idle()
    expect(log).toEqual(['outer', 'inner'])
  })
})
