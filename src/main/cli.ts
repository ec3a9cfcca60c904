/** The command line: the same services without a window. Answers on stdout, everything else on stderr. */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SetwiseError, toPlainError } from '../shared/errors.ts'
import { COMMANDS } from './cli/commands.ts'
import { formatForPeople, printable } from './cli/format.ts'
import type { JobContext } from './jobs/jobs.ts'
import { threadChannel } from './jobs/workerChannel.ts'
import { createLog } from './log.ts'
import { createServices, type Services } from './services/compose.ts'
import { DEFAULT_ENCODER } from './services/paths.ts'

const EXIT_FAILED = 1
const EXIT_WRONG_USE = 2

const log = createLog((line) => process.stderr.write(line))

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  let json = argv.includes('--json')
  let services: Services | null = null
  try {
    const { values, positionals } = parse(argv)
    json = values.json
    const [name, ...words] = positionals
    if (values.help || name === 'help') {
      process.stdout.write(help())
      return 0
    }
    const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (command === undefined) {
      throw new SetwiseError(
        'wrong-use',
        `${name === undefined ? 'No command given.' : `There is no command ${name}.`}\n${help()}`,
      )
    }
    services = open(resolve(values.library ?? join(projectFolder(), 'data')))
    const { set, reject, skip, encoder, root: roots, project, outcome } = values
    const answer = await command.run(
      services,
      {
        words,
        set: set ?? null,
        reject,
        skip,
        encoder: encoder ?? null,
        roots,
        project: project ?? null,
        isDry: values['dry-run'],
        outcome: outcome ?? null,
      },
      contextUntilInterrupted(),
    )
    print(answer, json)
    return 0
  } catch (thrown) {
    const plain = toPlainError(services === null ? thrown : services.explain(thrown))
    log.error(plain.message)
    if (plain.code === 'bug' && thrown instanceof Error) log.error(thrown.stack ?? '')
    if (json) print({ error: plain }, true)
    return plain.code === 'wrong-use' ? EXIT_WRONG_USE : EXIT_FAILED
  } finally {
    await services?.close()
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        library: { type: 'string' },
        json: { type: 'boolean', default: false },
        set: { type: 'string' },
        reject: { type: 'boolean', default: false },
        skip: { type: 'boolean', default: false },
        encoder: { type: 'string' },
        root: { type: 'string', multiple: true, default: [] },
        project: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        outcome: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SetwiseError('wrong-use', `${why}\n${help()}`)
  }
}

function help(): string {
  const usages = Object.values(COMMANDS).map(({ usage }) => `  ${usage}`)
  return [
    'setwise COMMAND [--library FOLDER] [--json]',
    '',
    ...usages,
    '',
    '  --library FOLDER  where database, previews and models lie (default: data/)',
    '  --json            one JSON document on standard output',
    '',
  ].join('\n')
}

/** This file runs as src/main/cli.ts and, built, as out/main/cli.js: both two folders below the project. */
function projectFolder(): string {
  return resolve(import.meta.dirname, '..', '..')
}

function open(libraryFolder: string): Services {
  const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js'
  const workers = resolve(import.meta.dirname, '..', 'workers')
  return createServices({
    libraryFolder,
    encoderFolder:
      process.env['SETWISE_ENCODER'] ??
      join(projectFolder(), 'resources', 'models', DEFAULT_ENCODER),
    openVision: threadChannel(join(workers, `vision.worker.${extension}`)),
    openTraining: threadChannel(join(workers, `training.worker.${extension}`)),
    people: null,
    sqliteBinding: null,
    nowMs: () => Date.now(),
    log,
  })
}

/** Ctrl-C asks the command to stop after the item at hand; what is done is kept. */
function contextUntilInterrupted(): JobContext {
  const abort = new AbortController()
  process.once('SIGINT', () => abort.abort())
  let shown = ''
  return {
    signal: abort.signal,
    onProgress: ({ title, done, total }) => {
      const line = total > 0 ? `${title}: ${done} of ${total}` : `${title}: ${done}`
      if (!process.stderr.isTTY || line === shown) return
      shown = line
      process.stderr.write(`\r\u001B[K${line}${done === total ? '\n' : ''}`)
    },
    onFailure: ({ path, reason }) => log.warn(printable(`${path}: ${reason}`)),
    whilePaused: () => Promise.resolve(),
  }
}

function print(answer: unknown, json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(answer)}\n` : `${formatForPeople(answer)}\n`)
}
