// The second half of `npm start`: everything after the packages are installed.
import { spawn } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  findElectron,
  launchOptions,
  type FoundElectron,
  type LaunchOptions,
} from '../electron-runtime/find-electron.ts'
import { ensureBuilt } from './build.ts'
import { hasDisplay, startVirtualDisplay } from './display.ts'
import { callerFolder, projectNode, projectRoot } from './paths.mjs'
import { SetupError, describeFailure, say } from './report.mjs'
import { exitCode, runInForeground } from './run.mjs'
import { parseStartArguments, USAGE } from './start-arguments.ts'

const DATA = join(projectRoot, 'data')
const SAMPLE = join(DATA, 'sample')
/** Where the app keeps its database and previews: data/ unless the person says otherwise, as everywhere. */
const LIBRARY = resolve(callerFolder, process.env['SETWISE_LIBRARY'] ?? DATA)
/** How long the app may take to write its last screenshot and close its database after Ctrl-C. */
const QUIT_TIMEOUT_MS = 20_000

try {
  process.exitCode = await start(process.argv.slice(2))
} catch (error) {
  say(describeFailure(error))
  process.exitCode = 1
}

async function start(commandLine: string[]): Promise<number> {
  const wanted = parseStartArguments(commandLine, callerFolder)
  if (wanted.kind === 'wrong use') {
    say(`${wanted.reason}\n${USAGE}`)
    return 2
  }
  if (wanted.kind === 'sample' && !existsSync(SAMPLE)) await makeSample()
  const folder = wanted.kind === 'sample' ? SAMPLE : wanted.folder
  const appArguments = folder === null ? [] : [folder]
  const environment = { SETWISE_LIBRARY: LIBRARY }
  if (hasDisplay()) {
    const electron = prepare()
    say(`starting on Electron (${electron.kind})`)
    return runApp(launchOptions(electron, projectRoot, appArguments, environment))
  }
  const display = await startVirtualDisplay()
  try {
    Object.assign(process.env, display.environment)
    const electron = prepare()
    const screenshot = join(LIBRARY, 'screenshot.png')
    rmSync(screenshot, { force: true })
    say(`starting on Electron (${electron.kind}); Ctrl-C ends it; its screenshot: ${screenshot}`)
    const code = await runApp(
      launchOptions(electron, projectRoot, appArguments, {
        ...environment,
        SETWISE_SCREENSHOT: screenshot,
      }),
    )
    say(existsSync(screenshot) ? `screenshot: ${screenshot}` : 'the app wrote no screenshot')
    return code
  } finally {
    display.stop()
  }
}

function prepare(): FoundElectron {
  const electron = findElectron()
  ensureBuilt()
  return electron
}

/** Made beside its final place and renamed: an interrupted run leaves no half sample behind. */
async function makeSample(): Promise<void> {
  say(`making the sample library in ${SAMPLE}`)
  const unfinished = `${SAMPLE}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const script = join(projectRoot, 'tools/sample/cli.ts')
  const code = await runInForeground(
    projectNode,
    [script, '--out', unfinished, '--sets', '60', '--seed', '1'],
    { cwd: projectRoot },
  )
  if (code !== 0) throw new SetupError(`the sample library could not be made (exit ${code})`)
  renameSync(unfinished, SAMPLE)
}

/**
 * Runs the app to its end. Electron takes a second signal for "at once", and Ctrl-C arrives here several times
 * (from the terminal and from npm): so the app gets a process group of its own and is asked exactly once.
 */
async function runApp(options: LaunchOptions): Promise<number> {
  const app = spawn(options.executablePath, options.args, {
    cwd: projectRoot,
    env: options.env,
    stdio: 'inherit',
    detached: process.platform !== 'win32',
  })
  let isAsked = false
  const askToQuit = (): void => {
    if (isAsked) return
    isAsked = true
    app.kill('SIGTERM')
    setTimeout(() => app.kill('SIGKILL'), QUIT_TIMEOUT_MS).unref()
  }
  process.on('SIGINT', askToQuit)
  process.on('SIGTERM', askToQuit)
  return new Promise((resolve, reject) => {
    app.once('error', reject)
    app.once('exit', (code, signal) => resolve(exitCode(code, signal)))
  })
}
