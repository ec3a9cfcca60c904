import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectNode, projectRoot } from './paths.mjs'
import { countPlaywright, countVitest } from './test-counts.ts'
import { makeTestFolder } from './test-folder.ts'

const MIXED = `
  test('good', () => {})
  test('better', () => {})
  test('bad', () => { throw new Error('on purpose') })
  test.skip('not today', () => {})`
const BROKEN = `throw new Error('does not load')`

/** Runs a real test runner over the given files, and returns its JSON report and exit code. */
function runReal(program: string, runnerArguments: string[], files: Record<string, string>) {
  const folder = makeTestFolder()
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const report = join(folder, 'report.json')
  const run = spawnSync(
    projectNode,
    [
      join(projectRoot, 'node_modules', program),
      ...runnerArguments.map((text) => text.replace('REPORT', report)),
    ],
    { cwd: folder, env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }, encoding: 'utf8' },
  )
  const parsed: unknown = JSON.parse(readFileSync(report, 'utf8'))
  return { report: parsed, exitCode: run.status ?? -1 }
}

function runVitest(files: Record<string, string>) {
  const options = ['run', '--root=.', '--reporter=json', '--outputFile=REPORT']
  return runReal('vitest/vitest.mjs', options, files)
}

describe('countVitest on real reports', () => {
  test('tests, skipped tests and a file that does not load', () => {
    const { report, exitCode } = runVitest({
      'mixed.test.mjs': `import { test } from 'vitest'${MIXED}`,
      'broken.test.mjs': BROKEN,
    })
    expect(exitCode).toBe(1)
    expect(countVitest(report, exitCode)).toEqual({ passed: 2, failed: 2, skipped: 1 })
  })

  test('an error outside of every test is a failure', () => {
    const { report, exitCode } = runVitest({
      'stray.test.mjs': `import { test } from 'vitest'
        test('good', () => { void Promise.reject(new Error('nobody waits for me')) })`,
    })
    expect(countVitest(report, exitCode)).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })
})

describe('countPlaywright on real reports', () => {
  const options = ['test', '--reporter=json']

  test('tests and skipped tests', () => {
    const { report, exitCode } = runReal('@playwright/test/cli.js', options, {
      'mixed.spec.mjs': `import { test } from '@playwright/test'${MIXED}`,
    })
    expect(countPlaywright(report, exitCode)).toEqual({ passed: 2, failed: 1, skipped: 1 })
  })

  test('a file that does not load', () => {
    const { report, exitCode } = runReal('@playwright/test/cli.js', options, {
      'broken.spec.mjs': BROKEN,
    })
    const counts = countPlaywright(report, exitCode)
    expect(counts.passed).toBe(0)
    expect(counts.failed).toBeGreaterThan(0)
  })
})

test('what is no report is refused', () => {
  expect(() => countVitest({}, 0)).toThrow(TypeError)
  expect(() => countPlaywright([], 0)).toThrow(TypeError)
})
