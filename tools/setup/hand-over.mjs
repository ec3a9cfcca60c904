// @ts-check
// From whatever Node the person has to the project's own: the first half of every command.
import { ensurePackages } from './packages.mjs'
import { projectNode } from './paths.mjs'
import { describeFailure, say } from './report.mjs'
import { runInForeground } from './run.mjs'

/**
 * Installs the packages if needed, then runs a TypeScript file on the project's Node; its exit code becomes ours.
 * @param {string} script absolute path
 * @param {{ cwd?: string }} [options]
 */
export async function handOver(script, options = {}) {
  try {
    ensurePackages()
    process.exitCode = await runInForeground(
      projectNode,
      [script, ...process.argv.slice(2)],
      options,
    )
  } catch (error) {
    say(describeFailure(error))
    process.exitCode = 1
  }
}
