/** Use case: open a folder. Walk it, remember its files, group them into sets, answer what there is. */
import { realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import {
  groupLibrary,
  needsInspection,
  type GroupedLibrary,
  type LibraryFile,
} from '../../core/sets/groupLibrary.ts'
import { fileNameOf, parseFileName } from '../../core/sets/fileName.ts'
import { projectOf } from '../../core/sets/project.ts'
import type { FailedFile, ImageId, ImageSet, RootId } from '../../shared/domain.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { LibrarySummary, ProjectSummary, SingleImage } from '../../shared/ipc.ts'
import type {
  ImageRepository,
  ImageRow,
  InspectedImage,
  RootRow,
  ScannedFile,
} from '../db/imageRepository.ts'
import type { SetRepository } from '../db/setRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { surviveCrash } from '../jobs/surviveCrash.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { requireFolder, walkFolder, type WalkResult } from './folderWalk.ts'

/** What `open` answers on the command line. */
export interface OpenReport {
  readonly images: number
  readonly sets: number
  readonly singles: number
  readonly failed: readonly FailedFile[]
}

export interface LibraryDependencies {
  readonly images: ImageRepository
  readonly sets: SetRepository
  readonly vision: WorkerHost
  readonly nowMs: () => number
}

/** Images per request to the worker: small enough that cancel and progress feel immediate. */
const INSPECT_BATCH = 64

export function createLibrary({ images, sets, vision, nowMs }: LibraryDependencies) {
  let root: RootRow | null = images.latestRoot()

  const currentRoot = (): RootRow => {
    if (root === null) {
      throw new SetwiseError('not-found', 'No folder is open yet. Open a folder of pictures first.')
    }
    return root
  }

  /** Makes `folder` the open one, without reading what is in it. */
  const choose = async (folder: string): Promise<void> => {
    const path = await realFolder(folder)
    root = images.openRoot(path, nowMs())
  }

  /** Reads what is in the open folder and brings files and sets up to date. */
  const scan = async (context: JobContext): Promise<OpenReport> => {
    const { rootId, path } = currentRoot()
    const isCancelled = (): boolean => context.signal.aborted
    const walked = await walkFolder(path, {
      isCancelled,
      onProgress: (found) =>
        context.onProgress({ fraction: 0, title: 'Looking for pictures', done: found, total: 0 }),
    })
    images.replaceScanFailures(rootId, walked.failed)
    // Each step that changed something is followed by a fresh look; mostly nothing did. Between the steps
    // keys have their turn: with 30,000 images each takes some 50 ms.
    await setImmediate()
    let rows = images.presentImages(rootId)
    await setImmediate()
    if (await bringUpToDate(rootId, rows, walked)) rows = images.presentImages(rootId)
    await setImmediate()
    if (await inspectWhereNeeded(rows, path, context)) rows = images.presentImages(rootId)
    if (isCancelled()) throw new CancelledError('Reading the folder was cancelled.')
    const { length: done } = walked.files
    context.onProgress({ fraction: 1, title: 'Making sets', done, total: done })
    await setImmediate()
    const grouped = groupLibrary(rows.map(toLibraryFile), { rootName: basename(path) })
    await setImmediate()
    await saveSets(rootId, rows, grouped)
    await setImmediate()
    return report(rootId)
  }

  /** Writes what is new, changed or gone since `rows`; answers whether anything was. */
  const bringUpToDate = async (
    rootId: RootId,
    rows: readonly ImageRow[],
    walked: WalkResult,
  ): Promise<boolean> => {
    const known = new Map(rows.map((row) => [row.relativePath, row]))
    const files = walked.files.map((file) => ({ ...file, stage: stageOf(file.relativePath) }))
    const changed = files.filter((file) => !isAsKnown(file, known.get(file.relativePath)))
    for (const { relativePath } of walked.files) known.delete(relativePath)
    // What lies below a folder that could not be read just now is not gone.
    const unread = walked.failed.map((failed) => `${failed.path}/`)
    const gone = [...known.values()].filter(
      ({ relativePath }) => !unread.some((folder) => relativePath.startsWith(folder)),
    )
    await images.saveFiles(rootId, changed)
    await images.markAbsent(gone.map((row) => row.imageId))
    return changed.length + gone.length > 0
  }

  /**
   * Photographs without stages or telling folders are grouped by time and similarity: read both. Answers
   * whether any had to be read.
   */
  const inspectWhereNeeded = async (
    rows: readonly ImageRow[],
    path: string,
    context: JobContext,
  ): Promise<boolean> => {
    const wanted = new Set(needsInspection(rows.map((row) => row.relativePath)))
    const waiting = rows.filter((row) => row.inspected === 0 && wanted.has(row.relativePath))
    for (let start = 0; start < waiting.length; start += INSPECT_BATCH) {
      if (context.signal.aborted) throw new CancelledError('Reading the folder was cancelled.')
      const batch = waiting.slice(start, start + INSPECT_BATCH)
      const answers = await surviveCrash(
        batch.map((row) => join(path, row.relativePath)),
        (paths) => vision.request('vision.inspect', { paths }, { signal: context.signal }),
      )
      if (answers.some(({ ok }) => !ok)) await requireFolder(path)
      await images.recordInspections(
        batch.flatMap(({ imageId }, index): InspectedImage[] => {
          const answer = answers[index]
          if (answer === undefined) return []
          if (answer.ok) return [{ imageId, ...answer.value, failure: null }]
          return [{ imageId, ...NOTHING_KNOWN, failure: answer.reason }]
        }),
      )
      context.onProgress({
        fraction: (start + batch.length) / waiting.length,
        title: 'Reading capture times',
        done: start + batch.length,
        total: waiting.length,
      })
    }
    return waiting.length > 0
  }

  const saveSets = async (
    rootId: RootId,
    rows: readonly ImageRow[],
    grouped: GroupedLibrary,
  ): Promise<void> => {
    const idByPath = new Map(rows.map((row) => [row.relativePath, row.imageId]))
    await sets.replaceSets(
      rootId,
      grouped.sets.map(({ project, groupedBy, members }) => ({
        key: members[0]?.relativePath ?? '',
        project,
        groupedBy,
        members: members.flatMap((member): ImageId[] => {
          const imageId = idByPath.get(member.relativePath)
          return imageId === undefined ? [] : [imageId]
        }),
      })),
    )
  }

  const report = (rootId: RootId): OpenReport => ({
    images: images.countPresent(rootId),
    sets: sets.count(rootId),
    singles: sets.countSingles(rootId),
    failed: images.failures(rootId),
  })

  const singles = (): SingleImage[] => {
    const { rootId, path } = currentRoot()
    return sets
      .singles(rootId)
      .map((single) => ({ ...single, project: projectOf(single.relativePath, basename(path)) }))
  }

  return {
    choose,
    scan,
    /** The open folder; null when none was ever opened. */
    root: (): RootRow | null => root,
    /** @throws SetwiseError `not-found` when no folder is open. */
    currentRoot,
    summary: (): LibrarySummary | null => {
      if (root === null) return null
      const { failed, ...numbers } = report(root.rootId)
      return {
        folder: root.path,
        name: basename(root.path),
        projects: sets.projects(root.rootId),
        ...numbers,
        failed: failed.length,
      }
    },
    singles,
    /** Projects in the order of the queue; those that have only singles come last. */
    projects: (): ProjectSummary[] => {
      const singlesOf = new Map<string, number>()
      for (const { project } of singles()) {
        singlesOf.set(project, (singlesOf.get(project) ?? 0) + 1)
      }
      const withSets = sets.projectCounts(currentRoot().rootId)
      const named = new Set(withSets.map(({ name }) => name))
      const withoutSets = [...singlesOf.keys()].filter((name) => !named.has(name)).toSorted()
      return [
        ...withSets,
        ...withoutSets.map((name) => ({ name, sets: 0, decided: 0, imagesInSets: 0 })),
      ].map(({ name, sets: setCount, decided, imagesInSets }) => {
        const singleCount = singlesOf.get(name) ?? 0
        return {
          name,
          images: imagesInSets + singleCount,
          sets: setCount,
          decided,
          singles: singleCount,
        }
      })
    },
    failures: (): FailedFile[] => images.failures(currentRoot().rootId),
    allSets: (): ImageSet[] => sets.loadAll(currentRoot().rootId),
    /** @throws SetwiseError `not-found` naming the set. */
    setByKey: (key: string): ImageSet => {
      const setId = sets.idByKey(currentRoot().rootId, key)
      const set = setId === null ? null : sets.load(setId)
      if (set === null) {
        throw new SetwiseError(
          'not-found',
          `There is no set ${key} in ${currentRoot().path}. The command "sets" lists them all.`,
        )
      }
      return set
    },
  }
}

export type Library = ReturnType<typeof createLibrary>

const NOTHING_KNOWN = { widthPx: null, heightPx: null, takenAtMs: null, signature: null }

function stageOf(relativePath: string): number {
  return parseFileName(fileNameOf(relativePath)).stage
}

function isAsKnown(file: ScannedFile, row: ImageRow | undefined): boolean {
  return (
    row?.sizeBytes === file.sizeBytes &&
    row.modifiedMs === file.modifiedMs &&
    row.stage === file.stage
  )
}

function toLibraryFile({ relativePath, takenAtMs, signature }: ImageRow): LibraryFile {
  return { relativePath, takenAtMs, signature }
}

/** The folder with links resolved, so that two ways to it are one library. */
async function realFolder(folder: string): Promise<string> {
  const path = resolve(folder)
  try {
    const real = await realpath(path)
    if ((await stat(real)).isDirectory()) return real
  } catch (error) {
    throw new SetwiseError(
      'folder-missing',
      `The folder ${path} cannot be opened. Check that it exists, that its disk is connected and that you may read it.`,
      { cause: error },
    )
  }
  throw new SetwiseError('folder-missing', `${path} is a file. Open the folder it lies in.`)
}
