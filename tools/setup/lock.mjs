// @ts-check
// Lets one process at a time do a step of the set-up. Runs on a bare Node 20: built-ins only.
import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, projectRoot } from './paths.mjs'
import { say } from './report.mjs'

const POLL_MS = 200
/** No step takes this long: an older lock belongs to a process id that was given out again after a crash. */
const STALE_AFTER_MS = 20 * 60_000

/**
 * Runs `action` while no other process runs an action under the same name; waits for the other one first.
 * The lock of a process that died is taken over. (Two that take it over within the same millisecond are not kept apart.)
 * @template T
 * @param {string} name
 * @param {() => T} action
 * @param {string} [folder] where the lock file lies
 * @returns {T} what `action` returns
 */
export function withLock(name, action, folder = cacheFolder) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.lock`)
  takeLock(file)
  try {
    return action()
  } finally {
    rmSync(file, { force: true })
  }
}

/**
 * `withLock` for a step that concerns this project folder alone: other clones go on.
 * @template T
 * @param {string} name
 * @param {() => T} action
 * @returns {T}
 */
export function withProjectLock(name, action) {
  const folderKey = createHash('sha256').update(projectRoot).digest('hex').slice(0, 16)
  return withLock(`${name}-${folderKey}`, action)
}

/** @param {string} file */
function takeLock(file) {
  // A hard link appears with its content or not at all: nobody ever reads a lock without an owner.
  const own = `${file}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    for (let isFirstTry = true; !tryLink(own, file); isFirstTry = false) {
      const holder = readHolder(file)
      if (holder === 'gone') continue
      if (holder === 'dead') {
        rmSync(file, { force: true })
        continue
      }
      if (isFirstTry) say(`waiting for the set-up that process ${holder} is doing (lock: ${file})`)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS)
    }
  } finally {
    rmSync(own, { force: true })
  }
}

/**
 * @param {string} existing
 * @param {string} link
 * @returns {boolean} false when `link` is already there
 */
function tryLink(existing, link) {
  try {
    linkSync(existing, link)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/**
 * @param {string} file
 * @returns {number | 'dead' | 'gone'} the process that holds the lock
 */
function readHolder(file) {
  try {
    const processId = Number(readFileSync(file, 'utf8'))
    const isStale = Date.now() - statSync(file).mtimeMs > STALE_AFTER_MS
    return isStale || !isAlive(processId) ? 'dead' : processId
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'gone'
    throw error
  }
}

/** @param {number} processId */
function isAlive(processId) {
  try {
    process.kill(processId, 0)
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
  // In a container without an init process the dead stay listed, as zombies (state Z, after the name in brackets).
  const status = `/proc/${processId}/stat`
  return !existsSync(status) || !/\) Z /.test(readFileSync(status, 'utf8'))
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code
}
