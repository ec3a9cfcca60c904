/** Looks for people in one picture after the other, in a window that may fail: tried again, then done without. */
import { basename } from 'node:path'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { People } from '../../shared/people.ts'
import type { FromPeopleWorker } from '../../shared/peopleProtocol.ts'
import type { Log } from '../log.ts'
import type { PeopleFinder } from '../services/peopleFinder.ts'

/** The hidden window with its worker, as the finder uses it. */
export interface PeopleWindow {
  /** Asks the worker to look at a file. */
  readonly look: (id: number, file: string) => void
  /** Ends it, whatever it is doing; nothing is heard of it any more. */
  readonly close: () => void
}

export interface PeopleWindowListener {
  readonly onMessage: (message: FromPeopleWorker) => void
  /** The window's process ended. @param how for example `crashed`. */
  readonly onGone: (how: string) => void
}

export interface PeopleFinderOptions {
  readonly openWindow: (listener: PeopleWindowListener) => PeopleWindow
  /** Names of model files that are not there. */
  readonly missingModels: readonly string[]
  /** For starting the window with its models, and again for each picture: then it hangs. */
  readonly timeoutMs: number
  readonly log: Log
}

/** Pictures in a row that brought the window down, after which it is the window's fault. */
const MOST_FAILURES = 3
const ATTEMPTS = 2

export function createPeopleFinder(options: PeopleFinderOptions): PeopleFinder {
  const { openWindow, missingModels, timeoutMs, log } = options
  let without = missingModels.length === 0 ? null : missingSentence(missingModels)
  let isStopped = false
  let failuresInARow = 0
  let lastId = 0
  let window: RunningWindow | null = null
  let queue: Promise<unknown> = Promise.resolve()

  const closeWindow = (): void => {
    window?.close()
    window = null
  }

  const giveUp = (sentence: string): SetwiseError => {
    without = sentence
    closeWindow()
    return new SetwiseError('model-missing', sentence)
  }

  const tryOnce = async (file: string): Promise<People> => {
    // It may have ended between two pictures; that is nobody's failure.
    if (window?.hasFailed() === true) closeWindow()
    window ??= startWindow(openWindow, timeoutMs)
    lastId += 1
    return window.find(lastId, file)
  }

  const find = async (file: string): Promise<People> => {
    let how = ''
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if (isStopped) throw new CancelledError('Looking for people was stopped.')
      if (without !== null) throw new SetwiseError('model-missing', without)
      try {
        const people = await tryOnce(file)
        failuresInARow = 0
        return people
      } catch (error) {
        if (error instanceof NoWebGlError) throw giveUp(NO_WEBGL)
        if (!(error instanceof WindowFailedError)) throw error
        how = error.message
        log.warn(`The window that looks for people failed: ${how}.`)
        closeWindow()
      }
    }
    failuresInARow += 1
    if (failuresInARow >= MOST_FAILURES) throw giveUp(failingSentence(how))
    throw new SetwiseError(
      'file-unreadable',
      `“${nameOf(file)}” could not be searched for people (${how}, ${ATTEMPTS} times). It is used without; extract its features again to retry.`,
    )
  }

  return {
    find: (file) => {
      const found = queue.then(() => find(file))
      queue = found.catch(() => undefined)
      return found
    },
    unavailable: () => without,
    rest: () => void queue.then(closeWindow),
    stop: async () => {
      isStopped = true
      window?.cancel()
      await queue
      closeWindow()
    },
  }
}

/** The window failed, and with it what it was asked; the message says how. */
class WindowFailedError extends Error {}
class NoWebGlError extends Error {}

interface RunningWindow {
  readonly hasFailed: () => boolean
  /** @throws WindowFailedError, NoWebGlError, CancelledError, SetwiseError when the picture is to blame. */
  readonly find: (id: number, file: string) => Promise<People>
  /** Ends waiting for what was asked. */
  readonly cancel: () => void
  readonly close: () => void
}

interface Pending {
  readonly id: number
  readonly file: string
  readonly resolve: (people: People) => void
  readonly reject: (error: Error) => void
}

/** One window's life, from its start to its first failure; it is asked one thing at a time. */
function startWindow(
  openWindow: PeopleFinderOptions['openWindow'],
  timeoutMs: number,
): RunningWindow {
  let isReady = false
  let hasFailed = false
  let pending: Pending | null = null
  let timer: NodeJS.Timeout | undefined

  const settle = (act: (request: Pending) => void): void => {
    clearTimeout(timer)
    const request = pending
    pending = null
    if (request !== null) act(request)
  }
  const fail = (error: Error): void => {
    hasFailed = true
    settle(({ reject }) => reject(error))
  }
  const limitTime = (): void => {
    clearTimeout(timer)
    timer = setTimeout(
      () => fail(new WindowFailedError(`no answer in ${timeoutMs / 1000} s`)),
      timeoutMs,
    )
  }
  const ask = ({ id, file }: Pending): void => {
    limitTime()
    window.look(id, file)
  }

  const receive = (message: FromPeopleWorker): void => {
    switch (message.type) {
      case 'ready':
        isReady = true
        if (pending !== null) ask(pending)
        break
      case 'no-webgl':
        fail(new NoWebGlError())
        break
      case 'broken':
        fail(new WindowFailedError(message.reason))
        break
      case 'found':
        settle(({ resolve }) => resolve(message.people))
        break
      case 'failed':
        settle(({ file, reject }) => reject(unreadable(file, message.reason)))
        break
    }
  }

  const window = openWindow({
    onMessage: receive,
    onGone: (how) => fail(new WindowFailedError(how)),
  })
  return {
    hasFailed: () => hasFailed,
    find: (id, file) =>
      new Promise((resolve, reject) => {
        pending = { id, file, resolve, reject }
        if (isReady) ask(pending)
        else limitTime()
      }),
    cancel: () => fail(new CancelledError('Looking for people was stopped.')),
    close: () => {
      clearTimeout(timer)
      window.close()
    },
  }
}

function unreadable(file: string, reason: string): SetwiseError {
  return new SetwiseError(
    'file-unreadable',
    `The preview “${nameOf(file)}” cannot be searched for people (${reason}). Delete it and extract the features again.`,
  )
}

function nameOf(file: string): string {
  return basename(file).replaceAll(/\p{Cc}/gu, '\uFFFD')
}

function missingSentence(names: readonly string[]): string {
  return `People are not looked for: Setwise lacks ${names.map((name) => `“${name}”`).join(', ')}. Install it again, or build it with \`npm run build\`.`
}

const NO_WEBGL =
  'People are not looked for: there is no WebGL on this computer. Update the driver of its graphics card and start Setwise again.'

function failingSentence(how: string): string {
  return `People are not looked for: the window that looks for them failed on ${MOST_FAILURES} pictures in a row (${how}). Start Setwise again to retry.`
}
