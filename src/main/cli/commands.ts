/** The commands of `setwise`: each calls one service and returns what is printed. */
import { isAbsolute, relative, sep } from 'node:path'
import type { ImageSet, Shown, Suggestion, Verdict } from '../../shared/domain.ts'
import { SetwiseError } from '../../shared/errors.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { Services } from '../services/compose.ts'
import { changeEncoder } from './encoder.ts'
import { importHistory, ledger, lookAgain, undoImport } from './history.ts'

/** What stands after the command's name. */
export interface CommandInput {
  readonly words: readonly string[]
  readonly set: string | null
  readonly reject: boolean
  readonly skip: boolean
  /** Id of an encoder. */
  readonly encoder: string | null
  /** Of `import`: folders, project, dry run; of `ledger`: which rows. */
  readonly roots: readonly string[]
  readonly project: string | null
  readonly isDry: boolean
  readonly outcome: string | null
}

type Command = (services: Services, input: CommandInput, context: JobContext) => unknown

/** Named as on the command line; the usage lines are what `--help` prints. */
export const COMMANDS: Readonly<Record<string, { readonly usage: string; readonly run: Command }>> =
  {
    open: {
      usage: 'open DIR                 read a folder of pictures and make sets',
      run: async (services, { words }, context) => {
        const { library } = services
        const [folder] = expectWords(words, 1, 'open DIR')
        await library.choose(folder)
        const report = await library.scan(context)
        await lookAgain(services, context)
        return report
      },
    },
    sets: {
      usage: 'sets                     list the sets of the open folder',
      run: ({ library }) => library.allSets().map(describeSet),
    },
    features: {
      usage: 'features                 compute previews and features of all its images',
      run: ({ features }, _input, context) => features.run(context),
    },
    duplicates: {
      usage: 'duplicates               pictures that are there twice, and variants of one another',
      run: ({ duplicates }) => duplicates.find(),
    },
    'export-features': {
      usage:
        'export-features DIR      write embeddings.parquet and hashes.parquet for pandas [--encoder ID]',
      run: ({ exportFeatures }, { words, encoder }, context) => {
        const [folder] = expectWords(words, 1, 'export-features DIR [--encoder ID]')
        return exportFeatures.run(folder, encoder, context)
      },
    },
    'import-features': {
      usage: 'import-features FILE     bring in embeddings or hashes made elsewhere [--encoder ID]',
      run: ({ importFeatures }, { words, encoder }, context) => {
        const [file] = expectWords(words, 1, 'import-features FILE [--encoder ID]')
        return importFeatures.run(file, encoder, context)
      },
    },
    import: {
      usage:
        'import FILE…             bring in decisions of the past [--root DIR…] [--project NAME] [--dry-run]',
      run: importHistory,
    },
    ledger: {
      usage: 'ledger                   how every imported row ended [--outcome O]',
      run: ledger,
    },
    'undo-import': {
      usage: 'undo-import ID           take back what an import decided',
      run: undoImport,
    },
    'export-history': {
      usage: 'export-history DIR       write the decisions as history files',
      run: ({ exportHistory }, { words }) => {
        const [folder] = expectWords(words, 1, 'export-history DIR')
        return exportHistory(folder)
      },
    },
    encoders: {
      usage: 'encoders                 list what can turn pictures into numbers',
      run: ({ featuresStatus }) => featuresStatus.status().encoders,
    },
    encoder: {
      usage: 'encoder use ID | download ID | add DIR   choose, fetch or bring one',
      run: (services, { words }, context) => changeEncoder(services, words, context),
    },
    train: {
      usage: 'train                    learn from every decision; prints the receipt',
      run: ({ training }, _input, context) => training.run(context),
    },
    suggest: {
      usage: 'suggest [--set SET]      which image to keep, and how sure',
      run: async ({ library, suggestions }, { set }) => {
        const sets = set === null ? library.allSets() : [library.setByKey(set)]
        const suggested = await suggestions.forSets(sets)
        return sets.map((one, index) => describeSuggestion(one, suggested[index] ?? null))
      },
    },
    decide: {
      usage: 'decide SET PATH | --reject | --skip   record a decision',
      run: (services, input) => decide(services, input),
    },
    undo: {
      usage: 'undo                     take back the latest decision',
      run: ({ decisions, loadSet }) => {
        const undone = decisions.undo('cli')
        return {
          undone: undone === null ? null : { set: loadSet(undone.setId)?.key, state: undone.state },
        }
      },
    },
    decisions: {
      usage: 'decisions                print the journal',
      run: ({ decisions }) => decisions.journal(),
    },
    stats: {
      usage: 'stats                    counts, and which model suggests',
      run: ({ decisions, library, models }) => ({
        library: library.summary(),
        decisions: decisions.statistics(),
        model: models.summary(decisions.countPicks()),
      }),
    },
  }

/** @throws SetwiseError `wrong-use` unless there are exactly `count` words. */
function expectWords(
  words: readonly string[],
  count: number,
  usage: string,
): [string, ...string[]] {
  const [first, ...rest] = words
  if (first === undefined || words.length !== count) {
    throw new SetwiseError('wrong-use', `Use it like this: setwise ${usage}`)
  }
  return [first, ...rest]
}

function describeSet({ key, project, groupedBy, candidates }: ImageSet) {
  return {
    set: key,
    project,
    groupedBy,
    images: candidates.map((candidate) => candidate.relativePath),
  }
}

function describeSuggestion(set: ImageSet, suggestion: Suggestion | null) {
  const pathOf = new Map(set.candidates.map(({ imageId, relativePath }) => [imageId, relativePath]))
  return {
    set: set.key,
    winner: suggestion === null ? null : (pathOf.get(suggestion.winner) ?? null),
    confidence: suggestion?.confidence ?? null,
    model: suggestion?.modelId ?? null,
    images: (suggestion?.probabilities ?? []).map(({ imageId, probability }) => ({
      path: pathOf.get(imageId) ?? null,
      probability,
    })),
  }
}

function decide({ library, decisions }: Services, { words, reject, skip }: CommandInput) {
  const usage = 'decide SET PATH | decide SET --reject | decide SET --skip'
  if (reject && skip) throw new SetwiseError('wrong-use', `Use it like this: setwise ${usage}`)
  const [key, path] = expectWords(words, reject || skip ? 1 : 2, usage)
  const set = library.setByKey(key)
  const verdict: Verdict =
    path === undefined
      ? { kind: reject ? 'reject' : 'skip' }
      : { kind: 'pick', imageId: findImage(set, path, library.currentRoot().path) }
  // Nothing was on screen: no suggestion, no time.
  const shown: Shown = {
    order: set.candidates.map((candidate) => candidate.imageId),
    suggested: null,
    confidence: null,
    modelId: null,
    blind: false,
    elapsedMs: null,
  }
  const decisionId = decisions.record({ setId: set.setId, verdict, shown, source: 'cli' })
  return { decisionId, set: key, state: verdict.kind, picked: path ?? null }
}

function findImage(set: ImageSet, path: string, root: string) {
  const below = isAbsolute(path) ? relative(root, path).split(sep).join('/') : path
  const found = set.candidates.find((candidate) => candidate.relativePath === below)
  if (found === undefined) {
    const members = set.candidates.map((candidate) => candidate.relativePath).join(', ')
    throw new SetwiseError('not-found', `${path} is not in the set ${set.key}. It has: ${members}`)
  }
  return found.imageId
}
