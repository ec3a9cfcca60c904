// @ts-check
// Runs other programs. Runs on a bare Node 20: built-ins only.
import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { SetupError } from './report.mjs'

/**
 * npm is a `.cmd` file on Windows, which only a shell can start.
 * @param {string} command
 */
const needsShell = (command) => process.platform === 'win32' && command === 'npm'

/**
 * Runs a program to its end without showing its output, and returns its stdout. The output is shown when it fails.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {string}
 * @throws {SetupError} when it cannot be started, takes longer than `timeoutMs` or ends with another code than 0
 */
export function runQuietly(command, commandArguments, options = {}) {
  const result = spawnSync(command, commandArguments, {
    cwd: options.cwd,
    env: options.env,
    timeout: options.timeoutMs,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: needsShell(command),
  })
  if (result.status === 0) return result.stdout
  const reason =
    result.error?.message ??
    (result.signal ? `stopped by ${result.signal}` : `exit ${result.status}`)
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim()
  throw new SetupError(
    `\`${[command, ...commandArguments].join(' ')}\` failed: ${reason}${output ? `\n${output}` : ''}`,
  )
}

/**
 * Runs a program in the foreground with this process's stdin, stdout and stderr.
 * Ctrl-C reaches it from the terminal, so SIGINT is only awaited here; SIGTERM is passed on.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it
 */
export function runInForeground(command, commandArguments, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      ...options,
      stdio: 'inherit',
      shell: needsShell(command),
    })
    const passOn = () => void child.kill('SIGTERM')
    process.on('SIGINT', leaveToChild)
    process.on('SIGTERM', passOn)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGINT', leaveToChild)
      process.off('SIGTERM', passOn)
      resolve(exitCode(code, signal))
    })
  })
}

/** A handler, so that Node does not end at once. */
function leaveToChild() {}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number} the exit code a shell reports
 */
export function exitCode(code, signal) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
}
