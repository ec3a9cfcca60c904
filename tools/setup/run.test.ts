import { describe, expect, test } from 'vitest'
import { projectNode } from './paths.mjs'
import { SetupError, describeFailure } from './report.mjs'
import { runInForeground, runQuietly } from './run.mjs'

describe('runQuietly', () => {
  test('returns stdout', () => {
    expect(runQuietly(projectNode, ['-p', '1 + 1'])).toBe('2\n')
  })

  test('a failure shows the command, the exit code and all output', () => {
    const script = `console.log('half way'); console.error('then this'); process.exit(3)`
    const run = (): string => runQuietly(projectNode, ['-e', script])
    expect(run).toThrow(SetupError)
    expect(run).toThrow(/node.* failed: exit 3\nhalf way\nthen this$/s)
  })

  test('a program that is not there, and one that takes too long', () => {
    expect(() => runQuietly('no-such-program', [])).toThrow(/`no-such-program` failed: .*ENOENT/)
    expect(() =>
      runQuietly(projectNode, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 200 }),
    ).toThrow(/ETIMEDOUT/)
  })
})

describe('runInForeground', () => {
  test('passes the exit code through', async () => {
    expect(await runInForeground(projectNode, ['-e', 'process.exit(5)'])).toBe(5)
  })

  test.skipIf(process.platform === 'win32')('a signal becomes 128 + its number', async () => {
    expect(await runInForeground(projectNode, ['-e', `process.kill(process.pid, 'SIGKILL')`])).toBe(
      137,
    )
  })
})

test('describeFailure keeps the stack of bugs only', () => {
  expect(describeFailure(new SetupError('install xvfb'))).toBe('install xvfb')
  expect(describeFailure(new TypeError('a bug'))).toContain('run.test.ts')
})
