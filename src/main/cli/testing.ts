/** The command line as a process of its own, for tests. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cli = join(import.meta.dirname, '..', 'cli.ts')

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly library: string
  /** Words before the command, see UNPRIVILEGED. */
  readonly prefix?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs `setwise …words --library … --json` to its end. */
export async function setwise(
  { library, prefix = [], environment = {} }: RunOptions,
  ...words: readonly string[]
): Promise<Outcome> {
  const command = [...prefix, process.execPath, cli, ...words, '--library', library, '--json']
  const [program = process.execPath, ...args] = command
  const env = { ...process.env, ...environment }
  try {
    return { code: 0, ...(await run(program, args, { env, maxBuffer: 1e9 })) }
  } catch (error) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- execFile rejects with the outcome of a process that ended with another code than 0
    return error as Outcome
  }
}

/** @returns the JSON document of a command that works. @throws Error with its sentence when it does not. */
export async function answerOf<Value>(
  options: RunOptions,
  ...words: readonly string[]
): Promise<Value> {
  const { code, stdout, stderr } = await setwise(options, ...words)
  if (code !== 0) throw new Error(`setwise ${words.join(' ')} ended with ${code}: ${stderr}`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the contract of its command
  return JSON.parse(stdout) as Value
}

/**
 * @returns the code and sentence of a command that fails as it should.
 * @throws Error when it works, ends with another code than 1, prints more than one document, or when the log
 *   does not say the sentence.
 */
export async function failureOf(
  options: RunOptions,
  ...words: readonly string[]
): Promise<{ readonly code: string; readonly message: string }> {
  const { code, stdout, stderr } = await setwise(options, ...words)
  if (code !== 1) throw new Error(`setwise ${words.join(' ')} ended with ${code}: ${stdout}`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what every failing command prints
  const { error } = JSON.parse(stdout) as {
    readonly error: { readonly code: string; readonly message: string }
  }
  if (!stderr.includes(error.message)) throw new Error(`The log does not say it: ${stderr}`)
  return error
}
