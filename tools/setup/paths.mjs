// @ts-check
// Where things lie, for every tool. Runs on a bare Node 20: built-ins only.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project folder (absolute). */
export const projectRoot = resolve(fileURLToPath(new URL('../..', import.meta.url)))

/** The Node of the npm package `node`: what every script and test runs on, whatever the machine has. Exists after `npm ci`. */
export const projectNode = join(
  projectRoot,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

/** What takes long to make and may be deleted at any time: the Electron fallback, its SQLite binding, lock files. */
export const cacheFolder = join(
  process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
  'setwise',
)

/** The folder the person stands in: npm runs scripts in the project folder and names the other one in INIT_CWD. */
export const callerFolder = process.env['INIT_CWD'] ?? process.cwd()
