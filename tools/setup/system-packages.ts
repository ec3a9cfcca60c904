// Debian and Ubuntu packages that a window, a virtual display and the compiler need.
import { spawnSync } from 'node:child_process'
import { SetupError, say } from './report.mjs'
import { runQuietly } from './run.mjs'

/** What each purpose needs. On other systems than Debian's family the person installs the like of these. */
const PACKAGES = {
  'to open a window': [
    'libgtk-3-0',
    'libnss3',
    'libasound2',
    'libgbm1',
    'libxss1',
    'libatk-bridge2.0-0',
  ],
  'to run without a display': ['xvfb', 'xauth', 'fonts-dejavu-core', 'fonts-inter'],
  'to unpack and compile': ['unzip', 'g++', 'make', 'python3'],
} as const

/** Why packages are needed, as it is shown to the person. */
export type Purpose = keyof typeof PACKAGES

/**
 * Installs what is missing with apt-get when run as root. Does nothing on systems without dpkg.
 * @throws {SetupError} with the exact command when it needs root, or with apt-get's output when that fails
 */
export function ensureSystemPackages(purpose: Purpose): void {
  const missing = missingPackages(PACKAGES[purpose])
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `system packages are missing ${purpose}; install them and start again:\n` +
        `  sudo apt-get update && sudo apt-get install -y ${missing.map(nameInArchive).join(' ')}`,
    )
  }
  say(`installing system packages ${purpose}: ${missing.join(' ')} (apt-get)`)
  updatePackageLists()
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300']
  runQuietly('apt-get', ['install', ...options, ...missing.map(nameInArchive)], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

function missingPackages(names: readonly string[]): string[] {
  const query = spawnSync(
    'dpkg-query',
    [
      '-W',
      '-f',
      '${Package} ${db:Status-Status}\n',
      ...names.flatMap((name) => [name, `${name}t64`]),
    ],
    { encoding: 'utf8' },
  )
  return query.error ? [] : missingAmong(names, query.stdout)
}

/**
 * Which of the packages are not installed.
 * @param names as Debian 12 names them; newer releases call some `…t64`, which counts as well
 * @param listing lines of dpkg-query: `name status`
 */
export function missingAmong(names: readonly string[], listing: string): string[] {
  const installed = new Set(
    listing
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, status]) => status === 'installed')
      .map(([name]) => name),
  )
  return names.filter((name) => !installed.has(name) && !installed.has(`${name}t64`))
}

/** The lists of a fresh machine are empty or old. Without network, those that are there may still do. */
function updatePackageLists(): void {
  try {
    runQuietly('apt-get', ['update'])
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(`going on with the old package lists: ${error.message}`)
  }
}

/** The old name where the archive still has a package of that name, else the name since 64-bit times (2024). */
function nameInArchive(name: string): string {
  return !isInArchive(name) && isInArchive(`${name}t64`) ? `${name}t64` : name
}

function isInArchive(name: string): boolean {
  const versions = spawnSync('apt-cache', ['madison', name], { encoding: 'utf8' })
  return versions.status === 0 && versions.stdout.trim() !== ''
}
