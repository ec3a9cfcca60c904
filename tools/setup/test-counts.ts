// Reads how many tests passed and failed from the JSON reports of vitest and Playwright.

/** What one run of tests came to. */
export interface TestCounts {
  passed: number
  failed: number
  skipped: number
}

/**
 * Counts a vitest JSON report. A file that failed as a whole (it does not load) counts as one failure.
 * @param report the parsed report
 * @param exitCode of vitest; another code than 0 without a failed test (an unhandled error) counts as one failure
 * @throws {TypeError} when it is not such a report
 */
export function countVitest(report: unknown, exitCode: number): TestCounts {
  const files = property(report, 'testResults')
  if (!Array.isArray(files)) throw new TypeError('vitest report without testResults')
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const file of files) {
    const tests = property(file, 'assertionResults')
    if (!Array.isArray(tests)) throw new TypeError('vitest report without assertionResults')
    const states = tests.map((test) => property(test, 'status'))
    const failed = states.filter((state) => state === 'failed').length
    const passed = states.filter((state) => state === 'passed').length
    const isBrokenFile = failed === 0 && property(file, 'status') === 'failed'
    counts.passed += passed
    counts.failed += isBrokenFile ? 1 : failed
    counts.skipped += states.length - passed - failed
  }
  return withExitCode(counts, exitCode)
}

/**
 * Counts a Playwright JSON report. Each error outside of a test (a file that does not load) counts as one failure.
 * @param report the parsed report
 * @param exitCode of Playwright; another code than 0 without a failed test counts as one failure
 * @throws {TypeError} when it is not such a report
 */
export function countPlaywright(report: unknown, exitCode: number): TestCounts {
  const stats = property(report, 'stats')
  const errors = property(report, 'errors')
  const counts = {
    passed: numberIn(stats, 'expected') + numberIn(stats, 'flaky'),
    failed: numberIn(stats, 'unexpected') + (Array.isArray(errors) ? errors.length : 0),
    skipped: numberIn(stats, 'skipped'),
  }
  return withExitCode(counts, exitCode)
}

function withExitCode(counts: TestCounts, exitCode: number): TestCounts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function numberIn(value: unknown, name: string): number {
  const number = property(value, name)
  if (typeof number !== 'number')
    throw new TypeError(`Playwright report without the number ${name}`)
  return number
}
