// The second half of `npm test`: everything after the packages are installed.
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findElectron } from '../electron-runtime/find-electron.ts'
import { ensureBuilt } from './build.ts'
import { hasDisplay, startVirtualDisplay } from './display.ts'
import { projectRoot } from './paths.mjs'
import { describeFailure, say } from './report.mjs'
import { runInForeground } from './run.mjs'
import { countPlaywright, countVitest, type TestCounts } from './test-counts.ts'

const USAGE = 'usage: npm test [-- --unit | --e2e]'

/** One line of the summary; a step without tests that goes well counts as nothing. */
interface StepResult extends TestCounts {
  name: string
  seconds: number
}

const OK: TestCounts = { passed: 0, failed: 0, skipped: 0 }
const FAILED: TestCounts = { passed: 0, failed: 1, skipped: 0 }

const part = process.argv[2]
if (process.argv.length > 3 || (part !== undefined && part !== '--unit' && part !== '--e2e')) {
  say(USAGE)
  process.exitCode = 2
} else {
  const results: StepResult[] = []
  const wantsAll = part === undefined
  if (wantsAll) {
    results.push(await step('lint', () => runScript('lint')))
    results.push(await step('type-check', () => runScript('typecheck')))
  }
  if (part !== '--unit') {
    results.push(await step('build', async () => (ensureBuilt(), OK)))
  }
  if (part !== '--e2e') results.push(await step('unit tests', runUnitTests))
  if (part !== '--unit') results.push(await step('end-to-end tests', runEndToEndTests))
  process.exitCode = summarise(results)
}

/** Runs one step; whatever it throws is shown and counts as one failure, and the next step has its turn. */
async function step(name: string, action: () => Promise<TestCounts>): Promise<StepResult> {
  const startedMs = performance.now()
  say(name)
  let counts: TestCounts
  try {
    counts = await action()
  } catch (error) {
    say(describeFailure(error))
    counts = FAILED
  }
  return { name, ...counts, seconds: (performance.now() - startedMs) / 1000 }
}

async function runScript(name: string): Promise<TestCounts> {
  const code = await npmRun(name, [])
  return code === 0 ? OK : FAILED
}

async function runUnitTests(): Promise<TestCounts> {
  return withReportFile(async (file) => {
    const code = await npmRun('unit', [
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ])
    return countVitest(readReport(file), code)
  })
}

async function runEndToEndTests(): Promise<TestCounts> {
  const display = hasDisplay() ? null : await startVirtualDisplay()
  try {
    Object.assign(process.env, display?.environment)
    // Prepared here, so that the first test does not spend its time limit on it.
    say(`Electron: ${findElectron().executablePath}`)
    return await withReportFile(async (file) => {
      const hasSpecs = globSync('e2e/*.spec.ts', { cwd: projectRoot }).length > 0
      const options = ['--reporter=list,json', ...(hasSpecs ? [] : ['--pass-with-no-tests'])]
      const code = await npmRun('e2e', options, { PLAYWRIGHT_JSON_OUTPUT_FILE: file })
      return countPlaywright(readReport(file), code)
    })
  } finally {
    display?.stop()
  }
}

/** Runs a script of package.json in the foreground: the same that a person would run alone. */
function npmRun(
  script: string,
  scriptArguments: string[],
  environment: Record<string, string> = {},
): Promise<number> {
  return runInForeground('npm', ['run', '--silent', script, '--', ...scriptArguments], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
  })
}

async function withReportFile(action: (file: string) => Promise<TestCounts>): Promise<TestCounts> {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-test-'))
  try {
    return await action(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Prints one line per step and the last line that others read; returns the exit code. */
function summarise(results: StepResult[]): number {
  console.log('')
  for (const { name, passed, failed, skipped, seconds } of results) {
    const tests =
      passed + failed + skipped > 0
        ? `${passed} passed, ${failed} failed, ${skipped} skipped`
        : 'ok'
    console.log(`${name.padEnd(18)}${seconds.toFixed(1).padStart(7)} s  ${tests}`)
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  let failed = results.reduce((sum, result) => sum + result.failed, 0)
  if (passed + failed === 0) {
    console.log('no test ran, which counts as a failure')
    failed = 1
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}
