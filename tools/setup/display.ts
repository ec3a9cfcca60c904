// A screen for machines that have none.
import { spawn } from 'node:child_process'
import { SetupError, say } from './report.mjs'
import { ensureSystemPackages } from './system-packages.ts'

const SCREEN = '1440x900x24'
const START_TIMEOUT_MS = 20_000

/** A running virtual screen. */
export interface VirtualDisplay {
  /** What a program needs in its environment to draw there. */
  environment: { DISPLAY: string; SETWISE_VIRTUAL_DISPLAY: '1' }
  stop(): void
}

/** Whether a window can be shown: only Linux can be without a screen. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/**
 * Starts Xvfb on a free display number, after installing it if needed.
 * It ends with `stop`, and also when this process dies in any way.
 * @throws {SetupError} when it cannot be installed or does not start
 */
export async function startVirtualDisplay(): Promise<VirtualDisplay> {
  ensureSystemPackages('to run without a display')
  // The shell waits on a pipe from us: whatever ends this process closes the pipe, and Xvfb is stopped.
  // A session of its own, because Ctrl-C must reach the app only: with its screen gone it could not quit in order.
  const server = spawn(
    'sh',
    [
      '-c',
      'Xvfb -displayfd 3 -screen 0 "$0" -nolisten tcp & exec 3>&-; read -r end; kill $!',
      SCREEN,
    ],
    { stdio: ['pipe', 'ignore', 'pipe', 'pipe'], detached: true },
  )
  const [stdin, , stderr, displayNumber] = server.stdio
  if (!stdin || !stderr || !displayNumber || !('setEncoding' in displayNumber)) {
    throw new Error('spawn gave no pipes')
  }
  const stop = (): void => void stdin.end()
  let log = ''
  stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
  try {
    const number = await firstLine(displayNumber.setEncoding('utf8'))
    say(`no display here: using a virtual one (:${number}, ${SCREEN})`)
    server.unref()
    return { environment: { DISPLAY: `:${number}`, SETWISE_VIRTUAL_DISPLAY: '1' }, stop }
  } catch (error) {
    stop()
    throw new SetupError(`the virtual display did not start: ${String(error)}\n${log.trim()}`)
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('no answer from Xvfb')), START_TIMEOUT_MS)
    stream.on('data', (chunk: string) => {
      text += chunk
      if (!text.includes('\n')) return
      clearTimeout(timeout)
      resolve(text.trim())
    })
    stream.on('end', () => {
      clearTimeout(timeout)
      reject(new Error('Xvfb ended at once'))
    })
  })
}
