// Which Electron this machine runs: its own binary wherever it can be had, else the fallback for Linux x64.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../setup/paths.mjs'
import { installedVersion } from '../setup/packages.mjs'
import { SetupError, say } from '../setup/report.mjs'
import { ensureSystemPackages } from '../setup/system-packages.ts'
import { prepareFallback } from './fallback.ts'
import { fetchOfficial, officialExecutable } from './official.ts'
import { prepareSqliteBinding } from './sqlite-binding.ts'

/** A failed download is not tried again for a day, so that warm starts do not wait for the network. */
const FAILURE_HOLDS_MS = 24 * 60 * 60_000
/**
 * About 120 MB; a closed network answers within seconds, so this ends only a very slow or a stalled one.
 * Without a fallback there is nothing to give it up for.
 */
const DOWNLOAD_TIMEOUT_MS = 3 * 60_000

/** An Electron that is ready to start. */
export interface FoundElectron {
  executablePath: string
  kind: 'official' | 'fallback'
  /** better_sqlite3.node for this Electron, null where the one inside the package does. */
  sqliteBinding: string | null
  /** Switches this machine needs, before the project folder. */
  extraArgs: string[]
}

/** What `spawn` and Playwright's `_electron.launch` take. */
export interface LaunchOptions {
  executablePath: string
  args: string[]
  env: Record<string, string>
}

/**
 * Finds Electron, and fetches or prepares it first if needed (which is said on stderr and takes up to minutes, once).
 * @throws {SetupError} when there is none to be had
 */
export function findElectron(): FoundElectron {
  ensureSystemPackages('to open a window')
  const extraArgs = switchesForThisMachine()
  const executablePath = officialExecutable() ?? tryFetchingOfficial()
  if (executablePath !== null) {
    return { executablePath, kind: 'official', sqliteBinding: null, extraArgs }
  }
  const fallback = prepareFallback()
  const sqliteBinding = prepareSqliteBinding(fallback)
  return { executablePath: fallback, kind: 'fallback', sqliteBinding, extraArgs }
}

/**
 * How to start an app with it.
 * @param projectFolder the folder with the app's package.json
 * @param appArguments what the app finds in process.argv after that folder
 * @param environment added to this process's own
 */
export function launchOptions(
  electron: FoundElectron,
  projectFolder: string,
  appArguments: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): LaunchOptions {
  const inherited = Object.entries(process.env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  )
  const env: Record<string, string> = { ...Object.fromEntries(inherited), ...environment }
  // Set by some editors' terminals; it would start Electron as a plain Node.
  delete env['ELECTRON_RUN_AS_NODE']
  if (electron.sqliteBinding !== null) env['SETWISE_SQLITE_BINDING'] = electron.sqliteBinding
  return {
    executablePath: electron.executablePath,
    args: [...electron.extraArgs, projectFolder, ...appArguments],
    env,
  }
}

/** Chromium refuses to sandbox for root, and a virtual display has no graphics card. */
function switchesForThisMachine(): string[] {
  if (process.platform !== 'linux') return []
  const switches: string[] = []
  if (process.getuid?.() === 0) switches.push('--no-sandbox')
  if (process.env['SETWISE_VIRTUAL_DISPLAY'] === '1') {
    // WebGL in software: the detectors of people need one.
    switches.push('--disable-gpu', '--enable-unsafe-swiftshader')
  }
  return switches
}

/** The official executable; null when it cannot be had and there is a fallback. */
function tryFetchingOfficial(): string | null {
  const hasFallback = process.platform === 'linux' && process.arch === 'x64'
  if (!hasFallback) return fetchOfficial(0)
  const version = installedVersion('electron')
  const memory = join(cacheFolder, `electron-${version}-not-available`)
  if (existsSync(memory) && Date.now() - statSync(memory).mtimeMs < FAILURE_HOLDS_MS) return null
  try {
    const executablePath = fetchOfficial(DOWNLOAD_TIMEOUT_MS)
    rmSync(memory, { force: true })
    return executablePath
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    const reason = error.message.split('\n').slice(0, 2).join(' ')
    say(
      `Electron ${version} is not to be had here (${reason}); tried again after a day, or delete ${memory}`,
    )
    mkdirSync(cacheFolder, { recursive: true })
    writeFileSync(memory, error.message)
    return null
  }
}
