import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withLock } from './lock.mjs'
import { projectNode } from './paths.mjs'
import { makeTestFolder } from './test-folder.ts'

describe('withLock', () => {
  test('returns what the action returns and lets go, also after an error', () => {
    const folder = makeTestFolder()
    expect(withLock('step', () => 7, folder)).toBe(7)
    expect(() =>
      withLock(
        'step',
        () => {
          throw new Error(`broken step in ${folder}`)
        },
        folder,
      ),
    ).toThrow('broken step')
    expect(existsSync(join(folder, 'step.lock'))).toBe(false)
  })

  test('keeps processes apart', async () => {
    const folder = makeTestFolder()
    const counter = join(folder, 'counter')
    writeFileSync(counter, '0')
    // Each reads, waits and writes: without the lock they overwrite each other's number.
    const script = `
      import { readFileSync, writeFileSync } from 'node:fs'
      import { withLock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)}
      const file = ${JSON.stringify(counter)}
      withLock('step', () => {
        const next = Number(readFileSync(file, 'utf8')) + 1
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
        writeFileSync(file, String(next))
      }, ${JSON.stringify(folder)})`
    const runs = Array.from({ length: 4 }, () =>
      once(spawn(projectNode, ['--input-type=module', '-e', script], { stdio: 'ignore' }), 'exit'),
    )
    expect(await Promise.all(runs)).toEqual(runs.map(() => [0, null]))
    expect(readFileSync(counter, 'utf8')).toBe('4')
  })

  test('takes over from a process that died', () => {
    const folder = makeTestFolder()
    const dead = spawnSync(projectNode, ['-p', 'process.pid'], { encoding: 'utf8' }).stdout.trim()
    writeFileSync(join(folder, 'step.lock'), dead)
    expect(withLock('step', () => 'done', folder)).toBe('done')
  })

  test.skipIf(process.platform !== 'linux')('takes over from a zombie', async () => {
    const folder = makeTestFolder()
    // The shell starts a child, names it, and becomes a program that never collects it before the child ends:
    // one that ends at once is now and then collected by the shell itself.
    const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'])
    onTestFinished(() => void parent.kill())
    const [zombie] = await once(parent.stdout.setEncoding('utf8'), 'data')
    const status = `/proc/${String(zombie).trim()}/status`
    await expect
      .poll(() => readFileSync(status, 'utf8'), { timeout: 10_000 })
      .toContain('State:\tZ')
    writeFileSync(join(folder, 'step.lock'), String(zombie).trim())
    expect(withLock('step', () => 'done', folder)).toBe('done')
  })

  test('takes over from a process id that was given out again', () => {
    const folder = makeTestFolder()
    const file = join(folder, 'step.lock')
    writeFileSync(file, String(process.pid))
    const hourAgo = new Date(Date.now() - 3_600_000)
    utimesSync(file, hourAgo, hourAgo)
    expect(withLock('step', () => 'done', folder)).toBe('done')
  })
})
