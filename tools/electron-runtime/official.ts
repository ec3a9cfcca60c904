// Electron's own binary, as its npm package fetches it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectNode, projectRoot } from '../setup/paths.mjs'
import { installedVersion } from '../setup/packages.mjs'
import { SetupError, say } from '../setup/report.mjs'
import { runQuietly } from '../setup/run.mjs'

const packageFolder = join(projectRoot, 'node_modules/electron')

/** The executable when it has been fetched and is complete, else null. */
export function officialExecutable(): string | null {
  // The package writes path.txt last, after unpacking.
  const pathFile = join(packageFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const executable = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(executable) ? executable : null
}

/**
 * Fetches the binary through the package's own installer, which checks it against the checksums in the package
 * and obeys ELECTRON_MIRROR and the proxy settings.
 * @param timeoutMs after which it is given up; 0 for never
 * @throws {SetupError} when it cannot be had
 */
export function fetchOfficial(timeoutMs: number): string {
  say(`fetching Electron ${installedVersion('electron')}`)
  runQuietly(projectNode, [join(packageFolder, 'install.js')], { timeoutMs })
  const executable = officialExecutable()
  if (executable !== null) return executable
  throw new SetupError(
    `Electron's installer went through, but ${packageFolder}/dist is not complete: delete it`,
  )
}
