// The second half of `npm start`: everything after the packages are installed.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  findElectron,
  launchOptions,
  type LaunchOptions,
} from '../electron-runtime/find-electron.ts'
import { ensureBuilt } from './build.ts'
import { hasDisplay, startVirtualDisplay } from './display.ts'
import { callerFolder, projectNode, projectRoot } from './paths.mjs'
import { describeFailure, say } from './report.mjs'
import { exitCode, runInForeground } from './run.mjs'
import { parseStartArguments, USAGE } from './start-arguments.ts'

/** The app's own library folder in development. */
const LIBRARY = join(projectRoot, 'data')
const SAMPLE = join(LIBRARY, 'sample')
/** How long the app may take to write its last screenshot and close its database after Ctrl-C. */
const QUIT_TIMEOUT_MS = 10_000

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
  if (hasDisplay()) {
    const electron = findElectron()
    ensureBuilt()
    say(`starting on Electron (${electron.kind})`)
    return runApp(launchOptions(electron, projectRoot, appArguments))
  }
  const display = await startVirtualDisplay()
  try {
    Object.assign(process.env, display.environment)
    const electron = findElectron()
    ensureBuilt()
    mkdirSync(LIBRARY, { recursive: true })
    const screenshot = join(LIBRARY, 'screenshot.png')
    rmSync(screenshot, { force: true })
    say(
      `starting on Electron (${electron.kind}); its window is drawn to ${screenshot} (Ctrl-C ends it)`,
    )
    const options = launchOptions(electron, projectRoot, appArguments, {
      SETWISE_SCREENSHOT: screenshot,
    })
    const code = await runApp(options)
    say(existsSync(screenshot) ? `screenshot: ${screenshot}` : 'the app wrote no screenshot')
    return code
  } finally {
    display.stop()
  }
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
  if (code !== 0) throw new Error(`tools/sample ended with exit ${code}`)
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
