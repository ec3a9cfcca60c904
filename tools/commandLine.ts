/** What the project's own generators share on the command line: options, wrong use, exit codes. */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { SetwiseError } from '../src/shared/errors.ts'

/** A sentence about wrong use. */
export function wrongUse(message: string): SetwiseError {
  return new SetwiseError('wrong-use', message)
}

/** @throws SetwiseError `wrong-use` for what `options` does not know. */
export function readOptions<Options extends NonNullable<ParseArgsConfig['options']>>(
  commandLine: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...commandLine], options }).values
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : String(error))
  }
}

/** Runs a command; what it throws for people goes to stderr, after wrong use with `usage`. Exit code 2 or 1. */
export async function runCommand(usage: string, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof SetwiseError)) throw error
    const isWrongUse = error.code === 'wrong-use'
    console.error(isWrongUse ? `${error.message}\n\n${usage}` : error.message)
    process.exitCode = isWrongUse ? 2 : 1
  }
}
