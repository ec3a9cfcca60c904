// @ts-check
// Installs the npm packages when they are missing or not those of package-lock.json.
// Runs before node_modules exists, on a bare Node 20: built-ins only.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { withProjectLock } from './lock.mjs'
import { projectNode, projectRoot } from './paths.mjs'
import { SetupError, say } from './report.mjs'
import { runQuietly } from './run.mjs'

const OLDEST_NODE = 20

/**
 * Makes node_modules what package-lock.json says; does nothing when it is already.
 * @throws {SetupError} when this Node is too old or npm fails
 */
export function ensurePackages() {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    throw new SetupError(
      `Setwise needs Node ${OLDEST_NODE} or newer, and this is ${process.version}: install it from https://nodejs.org`,
    )
  }
  if (isUpToDate(projectRoot)) return
  withProjectLock('packages', () => {
    if (isUpToDate(projectRoot)) return
    say('installing the npm packages (npm ci, about half a minute)')
    // Development and optional packages whatever NODE_ENV and the person's npm settings say: the app is built here,
    // and sharp's binaries are optional packages.
    const npmArguments = ['ci', '--include=dev', '--include=optional', '--loglevel=error']
    runQuietly('npm', npmArguments, { cwd: projectRoot, env: installEnvironment() })
    if (!existsSync(projectNode)) {
      throw new SetupError(
        `npm ci went through, but ${projectNode} is missing: were install scripts switched off?`,
      )
    }
    writeStamp(projectRoot)
  })
}

/**
 * Whether node_modules holds what package-lock.json says: by our own stamp, or, after an `npm install` by hand,
 * by npm's record of what it installed (then the stamp is written).
 * @param {string} root the project folder
 * @returns {boolean}
 */
export function isUpToDate(root) {
  if (!existsSync(join(root, 'node_modules/node/bin'))) return false
  if (readIfThere(stampFile(root)) === wantedStamp(root)) return true
  const installed = readIfThere(join(root, 'node_modules/.package-lock.json'))
  if (installed === null || !holdsSamePackages(readLock(root), installed)) return false
  writeStamp(root)
  return true
}

/**
 * Whether npm's record of node_modules names the packages of the lock file, each in the same version.
 * Packages for other platforms are optional ones that were left out.
 * @param {string} lockText package-lock.json
 * @param {string} installedText node_modules/.package-lock.json
 * @returns {boolean}
 */
export function holdsSamePackages(lockText, installedText) {
  const { '': _project, ...wanted } = JSON.parse(lockText).packages
  const installed = JSON.parse(installedText).packages
  const isWanted = Object.entries(wanted).every(([path, entry]) =>
    path in installed ? installed[path].version === entry.version : entry.optional === true,
  )
  return isWanted && Object.keys(installed).every((path) => path in wanted)
}

/**
 * The version of a package in node_modules.
 * @param {string} name
 * @returns {string}
 */
export function installedVersion(name) {
  return JSON.parse(readFileSync(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8'))
    .version
}

/** @param {string} root */
function writeStamp(root) {
  writeFileSync(stampFile(root), wantedStamp(root))
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules/.setwise-lock')
}

/**
 * @param {string} root
 * @returns {string} changes with the lock file, and with the machine a copied folder lands on
 */
function wantedStamp(root) {
  const hash = createHash('sha256').update(readLock(root)).digest('hex')
  return `${hash} ${process.platform}-${process.arch}\n`
}

/** @param {string} root */
function readLock(root) {
  return readFileSync(join(root, 'package-lock.json'), 'utf8')
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

/** @returns {NodeJS.ProcessEnv} */
function installEnvironment() {
  const ownBin = join(projectRoot, 'node_modules/.bin')
  return {
    ...process.env,
    // npm must run on the machine's Node, not on the one it is about to replace.
    PATH: (process.env['PATH'] ?? '')
      .split(delimiter)
      .filter((entry) => entry !== ownBin)
      .join(delimiter),
    // Its install script fetches CUDA libraries, which nothing here uses, and fails the whole installation without
    // internet. npm 11 knows from `allowScripts` not to run it; npm 10 does not.
    ONNXRUNTIME_NODE_INSTALL: 'skip',
  }
}
