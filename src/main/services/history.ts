/** Use case: bring in decisions made before Setwise, tell how every row ended, take an import back. */
import { basename } from 'node:path'
import { canonicalProject } from '../../core/import/pastImage.ts'
import type { RootId } from '../../shared/domain.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { ImportReport, LedgerPage, LedgerQuery, ParsedRow } from '../../shared/history.ts'
import type { HistoryRepository } from '../db/historyRepository.ts'
import type { PastDecisionRepository } from '../db/pastDecisionRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { readFeatureRows } from './historyFeatures.ts'
import { findHistoryFiles, readHistoryRows, whyUnreadable, type FoundFile } from './historyFiles.ts'
import type { PlannedDecision } from './historyJudge.ts'
import { createHistoryJudging, type JudgedRow } from './historyJudging.ts'
import type { PastSets } from './historySets.ts'
import { createReportTally } from './historyTally.ts'
import type { ImportFeatures } from './importFeatures.ts'
import type { Library } from './library.ts'

export interface HistoryDependencies {
  readonly transaction: (work: () => void) => void
  readonly rows: HistoryRepository
  readonly past: PastDecisionRepository
  readonly library: Pick<Library, 'choose' | 'scan' | 'root'>
  readonly importFeatures: ImportFeatures
  readonly vision: Pick<WorkerHost, 'request'>
  /** See openDatabase. */
  readonly nativeBinding: string | null
  readonly nowMs: () => number
}

export interface ImportOptions {
  /** Folders that are read before, and whose pictures win over those of other folders. */
  readonly roots: readonly string[]
  /** Of the rows that tell none. */
  readonly project: string | null
  /** Which encoder made embeddings of files that do not say it. */
  readonly encoderId: string | null
  /** Everything but the writing. */
  readonly isDry: boolean
}

export const PLAIN_IMPORT: ImportOptions = {
  roots: [],
  project: null,
  encoderId: null,
  isDry: false,
}

interface ReadFile {
  readonly file: FoundFile
  readonly parsed: readonly ParsedRow[]
  /** Of a file whose rows are judged by what takes them in. */
  readonly judged: readonly JudgedRow[]
}

export function createHistory(dependencies: HistoryDependencies) {
  const { transaction, rows, past, library, importFeatures, vision, nativeBinding, nowMs } =
    dependencies
  /** Of the pictures when waiting rows were last looked at. */
  let lookedAt: string | null = null

  const judging = createHistoryJudging({ past, transaction, vision, nowMs })

  const save = (sets: PastSets, plan: PlannedDecision | null) => {
    if (plan === null) return null
    const { setId, found, picked, project } = plan
    return past.append(setId ?? sets.findOrAdd(found, picked, project), plan)
  }

  /** Lines of the journal in the order of their times, then the rows in the order of the file. */
  const saveFile = (
    importId: number,
    file: FoundFile,
    judged: readonly JudgedRow[],
    sets: PastSets,
  ): void => {
    const fileId = rows.addFile(importId, file)
    const byTime = judged
      .filter(({ plan }) => plan !== null)
      .toSorted((a, b) => (a.plan?.atMs ?? 0) - (b.plan?.atMs ?? 0))
    const decisionOf = new Map(byTime.map((row) => [row, save(sets, row.plan)]))
    for (const row of judged) {
      rows.saveRow(fileId, { ...row, decisionId: decisionOf.get(row) ?? null })
    }
  }

  const run = async (
    paths: readonly string[],
    options: ImportOptions,
    context: JobContext,
  ): Promise<ImportReport> => {
    const { roots, isDry } = options
    const project = options.project === null ? null : canonicalProject(options.project)
    const preferred = await readRoots(roots, context)
    const files = await findHistoryFiles(paths)
    const judge = judging.begin(context, preferred)
    await judge.remember(rows.told('imported'))
    await judge.remember(rows.told('waiting'))
    const tally = createReportTally()
    const atMs = nowMs()
    let importId: number | null = null
    let read = 0
    for (const [index, found] of files.entries()) {
      const onProgress = (fraction: number, rowCount: number): void =>
        context.onProgress({
          fraction: (index + fraction) / files.length,
          title: `Reading ${basename(found.path)}`,
          done: read + rowCount,
          total: 0,
        })
      const { file, parsed, judged: ended } = await readFile(found, options, onProgress, context)
      // Judged once the whole file is read: what a file that cannot be used told is forgotten.
      const judged = [...ended, ...(await judge.parsed(parsed, project))]
      read += judged.length
      if (context.signal.aborted) throw new CancelledError('The import was cancelled.')
      tally.add(file, judged)
      if (isDry) continue
      transaction(() => {
        importId ??= rows.addImport(atMs)
        saveFile(importId, file, judged, judge.sets)
      })
    }
    if (importId === null) return tally.report(atMs)
    return report({ importId, atMs, undone: 0 })
  }

  /** What a file holds; a file that cannot be used has its reason instead. */
  const readFile = async (
    file: FoundFile,
    { isDry, encoderId }: ImportOptions,
    onProgress: (fraction: number, rowCount: number) => void,
    context: JobContext,
  ): Promise<ReadFile> => {
    const { path, kind } = file
    const parsed: ParsedRow[] = []
    if (kind === null) return { file, parsed, judged: [] }
    onProgress(0, 0)
    try {
      if (kind === 'embeddings' || kind === 'hashes') {
        const judged = await readFeatureRows(importFeatures, path, { isDry, encoderId }, context)
        return { file, parsed, judged }
      }
      const onBytes = (done: number, total: number): void =>
        onProgress(total === 0 ? 1 : done / total, parsed.length)
      const reading = { signal: context.signal, nativeBinding, onBytes }
      for await (const some of readHistoryRows(path, kind, reading)) {
        for (const row of some) parsed.push(row)
      }
      return { file, parsed, judged: [] }
    } catch (error) {
      return { file: { ...file, reason: whyUnreadable(error) }, parsed: [], judged: [] }
    }
  }

  /** Reads the folders and opens the one again that was open. */
  const readRoots = async (
    roots: readonly string[],
    context: JobContext,
  ): Promise<readonly RootId[]> => {
    const before = library.root()
    const rootIds: RootId[] = []
    for (const root of roots) {
      await library.choose(root)
      await library.scan(context)
      const opened = library.root()
      if (opened !== null) rootIds.push(opened.rootId)
    }
    if (before !== null && roots.length > 0) await library.choose(before.path)
    return rootIds
  }

  const report = ({
    importId,
    atMs,
    undone,
  }: ReturnType<typeof rows.imports>[number]): ImportReport => {
    const files = rows.files(importId)
    const sum = (name: 'read' | 'imported' | 'duplicate' | 'waiting' | 'quarantined'): number =>
      files.reduce((total, file) => total + file[name], 0)
    return {
      importId,
      atMs,
      undone: undone === 1,
      read: sum('read'),
      imported: sum('imported'),
      duplicate: sum('duplicate'),
      waiting: sum('waiting'),
      quarantined: sum('quarantined'),
      files,
      reasons: rows.reasons(importId),
    }
  }

  /**
   * Looks again at rows that wait and, when asked, at those in quarantine.
   * @returns how many of them are imported now. Cancelled, it leaves all as they were.
   */
  const retry = async (withQuarantined: boolean, context: JobContext): Promise<number> => {
    const pictures = past.presence()
    const all = rows.rowsToRetry(withQuarantined)
    if (all.length === 0) {
      lookedAt = pictures
      return 0
    }
    const judge = judging.begin(context, [])
    await judge.remember(rows.told('imported'))
    const judgements = await judge.told(all.map(({ told }) => told))
    const judged = judgements.flatMap((judgement, index) => {
      const row = all[index]
      return row === undefined ? [] : [{ rowId: row.rowId, judgement }]
    })
    const byTime = judged.toSorted(
      (a, b) => (a.judgement.plan?.atMs ?? 0) - (b.judgement.plan?.atMs ?? 0),
    )
    transaction(() => {
      for (const { rowId, judgement } of byTime) {
        rows.changeRow(rowId, { ...judgement, decisionId: save(judge.sets, judgement.plan) })
      }
    })
    lookedAt = pictures
    return judged.filter(({ judgement }) => judgement.outcome === 'imported').length
  }

  return {
    /**
     * Brings in files, and folders of them, one transaction per file: interrupted, the file at hand leaves
     * nothing. What cannot be used has a reason, as a file or as a row.
     * @throws SetwiseError for a root that is no folder; CancelledError.
     */
    run,
    retry,
    isWaiting: (): boolean => rows.isWaiting(),
    /** True when pictures came or went since waiting rows were last looked at. */
    hasNewPictures: (): boolean => past.presence() !== lookedAt,
    list: (): ImportReport[] => rows.imports().map(report),
    rows: (query: LedgerQuery): LedgerPage => rows.rows(query),
    /**
     * Takes back all decisions of an import that stand; what of it waits no longer does.
     * @throws SetwiseError `not-found` when there is no such import, or it is undone.
     */
    undo: (importId: number): void => {
      transaction(() => {
        if (!rows.markUndone(importId, nowMs())) {
          throw new SetwiseError('not-found', `There is no import ${importId} that can be undone.`)
        }
        for (const decisionId of rows.decisionsOf(importId)) past.takeBack(decisionId, nowMs())
      })
    },
  }
}

export type History = ReturnType<typeof createHistory>
