/** Parses what the page sends: main believes nothing that it has not looked at. */
import type { ImageId, ModelId, NewDecision, SetId, Shown, Verdict } from '../../shared/domain.ts'
import { SetwiseError } from '../../shared/errors.ts'
import type { Api, ApiChannel } from '../../shared/ipc.ts'
import type { LedgerQuery, RowOutcome } from '../../shared/history.ts'
import type { JobKind } from '../../shared/jobs.ts'

/* oxlint-disable typescript/no-unsafe-type-assertion -- parsing is where an unknown value earns its type; each `as` follows the check that justifies it */

/** More than the page ever prefetches; keeps one call short. */
const MAX_SETS_PER_CALL = 16
/** More than a table on screen ever shows. */
const MAX_LEDGER_ROWS = 500
const OUTCOMES: readonly RowOutcome[] = ['imported', 'duplicate', 'waiting', 'quarantined']
const JOB_KINDS: readonly JobKind[] = ['scan', 'features', 'train', 'download', 'import']

/** One parser per channel: the arguments of the call, checked. */
export const PARSERS: {
  readonly [Channel in ApiChannel]: (input: readonly unknown[]) => Parameters<Api[Channel]>
} = {
  'app:get-state': nothing,
  'library:open': ([folder]) => [folder === null ? null : text(folder, 'folder')],
  'library:list-projects': nothing,
  'library:list-singles': nothing,
  'library:list-failures': nothing,
  'review:get-queue': nothing,
  'review:load-sets': ([setIds]) => [parseSetIds(setIds)],
  'review:save-position': ([setId]) => [positiveInteger(setId, 'setId') as SetId],
  'decision:record': ([decision]) => [parseDecision(decision)],
  'decision:undo': nothing,
  'features:of-set': ([setId]) => [positiveInteger(setId, 'setId') as SetId],
  'features:retry-failed': nothing,
  'encoder:use': ([encoderId]) => [text(encoderId, 'encoder')],
  'encoder:download': ([encoderId]) => [text(encoderId, 'encoder')],
  'encoder:add': nothing,
  'history:import': ([paths]) => [
    paths === null ? null : list(paths, 'paths').map((path) => text(path, 'path')),
  ],
  'history:list': nothing,
  'history:rows': ([query]) => [parseLedgerQuery(query)],
  'history:undo': ([importId]) => [positiveInteger(importId, 'import')],
  'history:retry': nothing,
  'history:export-ledger': ([query]) => [parseLedgerQuery(query)],
  'history:expectations': nothing,
  'job:start': ([kind]) => [parseJobKind(kind)],
  'job:cancel': ([kind]) => [parseJobKind(kind)],
  'job:pause': ([kind]) => [parseJobKind(kind)],
  'job:resume': ([kind]) => [parseJobKind(kind)],
}

function nothing(): [] {
  return []
}

function parseSetIds(value: unknown): SetId[] {
  const setIds = list(value, 'setIds')
  if (setIds.length > MAX_SETS_PER_CALL) throw invalid('setIds', `${setIds.length} sets at once`)
  return setIds.map((setId) => positiveInteger(setId, 'setId') as SetId)
}

function parseJobKind(value: unknown): JobKind {
  const kind = JOB_KINDS.find((known) => known === value)
  if (kind === undefined) throw invalid('job', value)
  return kind
}

function parseDecision(value: unknown): NewDecision {
  const { setId, verdict, shown } = object(value, 'decision')
  return {
    setId: positiveInteger(setId, 'setId') as SetId,
    verdict: parseVerdict(verdict),
    shown: parseShown(shown),
    // The page is the app; the command line does not come this way.
    source: 'app',
  }
}

function parseLedgerQuery(value: unknown): LedgerQuery {
  const { importId, outcome, reason, offset, limit } = object(value, 'query')
  const known = OUTCOMES.find((one) => one === outcome) ?? null
  if (known === null && outcome !== null) throw invalid('outcome', outcome)
  return {
    importId: importId === null ? null : positiveInteger(importId, 'import'),
    outcome: known,
    reason: reason === null ? null : text(reason, 'reason'),
    offset: Math.floor(numberBetween(offset, 0, Number.MAX_SAFE_INTEGER, 'offset')),
    limit: Math.floor(numberBetween(limit, 0, MAX_LEDGER_ROWS, 'limit')),
  }
}

function parseVerdict(value: unknown): Verdict {
  const { kind, imageId } = object(value, 'verdict')
  if (kind === 'pick') return { kind, imageId: positiveInteger(imageId, 'imageId') as ImageId }
  if (kind === 'reject' || kind === 'skip') return { kind }
  throw invalid('verdict', kind)
}

function parseShown(value: unknown): Shown {
  const { order, suggested, confidence, modelId, blind, elapsedMs } = object(value, 'shown')
  if (typeof blind !== 'boolean') throw invalid('blind', blind)
  return {
    order: list(order, 'order').map((imageId) => positiveInteger(imageId, 'imageId') as ImageId),
    suggested: suggested === null ? null : (positiveInteger(suggested, 'suggested') as ImageId),
    confidence: confidence === null ? null : numberBetween(confidence, 0, 1, 'confidence'),
    modelId: modelId === null ? null : (text(modelId, 'modelId') as ModelId),
    blind,
    elapsedMs: elapsedMs === null ? null : numberBetween(elapsedMs, 0, Infinity, 'elapsedMs'),
  }
}

function object(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(name, value)
  return value as Record<string, unknown>
}

function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(name, value)
  return value
}

function positiveInteger(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw invalid(name, value)
  }
  return value
}

function numberBetween(value: unknown, low: number, high: number, name: string): number {
  if (typeof value !== 'number' || !(value >= low && value <= high)) throw invalid(name, value)
  return value
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '' || value.includes('\0')) throw invalid(name, value)
  return value
}

function invalid(name: string, value: unknown): SetwiseError {
  return new SetwiseError('invalid-request', `The request has a bad ${name}: ${String(value)}`)
}
