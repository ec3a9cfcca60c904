import type { GroupedBy } from '../../shared/domain.ts'
import { findSetFolders } from './byFolder.ts'
import { groupByTime, type TimedFile } from './byTime.ts'
import { fileNameOf, folderOf, parseFileName } from './fileName.ts'
import { groupByKey } from './groupByKey.ts'
import { compareNatural } from './naturalOrder.ts'
import { groupNearestUp } from './nearestUp.ts'
import { projectOf } from './project.ts'

/** One image of a library, as grouping sees it. Paths are below the root, with forward slashes. */
export type LibraryFile = TimedFile

/** A set of 2 or more images of one project. Its identity elsewhere is the path of its first member. */
export interface GroupedSet {
  readonly project: string
  readonly groupedBy: GroupedBy
  /** By stage: stages rising. By folder: natural order of names. By time: order of time. */
  readonly members: readonly LibraryFile[]
}

export interface GroupedLibrary {
  /** By project, then in the order of their first file: by time in the name, or folder by folder. */
  readonly sets: readonly GroupedSet[]
  /** Every image that is in no set, by project, then in natural order of paths. */
  readonly singles: readonly LibraryFile[]
}

export interface GroupingOptions {
  /** Name of the opened folder: the project of the images that lie directly in it. */
  readonly rootName: string
  /** See `groupNearestUp`; no limit when absent. */
  readonly gapLimitMs?: number | null
}

interface HasPath {
  readonly relativePath: string
}

/** The images of one project, divided by how their sets are found. */
interface ProjectPlan<File> {
  /** First folder below the root; empty for the images that lie in the root. */
  readonly folder: string
  readonly byStage: readonly File[]
  readonly byFolder: readonly File[]
  readonly byTime: readonly File[]
}

/**
 * Groups a whole library into sets. A project is the first folder below the root, or the root itself;
 * sets never mix projects. A project in which any name carries a stage is grouped by stage (nearest-up).
 * In the others the folders that are sets by their names are sets, and what is left is grouped by time
 * and likeness. The answer does not depend on the order of the input.
 * @param files every image once; time and signature are only looked at for those of `needsInspection`.
 */
export function groupLibrary(
  files: readonly LibraryFile[],
  options: GroupingOptions,
): GroupedLibrary {
  const sets: GroupedSet[] = []
  const singles: LibraryFile[] = []
  for (const plan of planProjects(files)) {
    const project = plan.folder === '' ? options.rootName : plan.folder
    const setsOfProject = groupProject(plan, options.gapLimitMs ?? null)
    for (const { groupedBy, members } of setsOfProject) sets.push({ project, groupedBy, members })

    const inSets = new Set(setsOfProject.flatMap((set) => set.members))
    for (const file of [...plan.byStage, ...plan.byFolder, ...plan.byTime].toSorted(comparePaths)) {
      if (!inSets.has(file)) singles.push(file)
    }
  }
  return { sets, singles }
}

/**
 * The images whose header and thumbnail must be read before `groupLibrary` can place them: those grouped
 * by time that have a neighbour in their folder. The others group by their names alone.
 * @param relativePaths every image of the library.
 */
export function needsInspection(relativePaths: readonly string[]): string[] {
  const byTime = planProjects(relativePaths.map((relativePath) => ({ relativePath })))
    .flatMap((plan) => plan.byTime)
    .map((file) => file.relativePath)
  return [...groupByKey(byTime, folderOf).values()].filter((folder) => folder.length >= 2).flat()
}

type FoundSet = Omit<GroupedSet, 'project'>

function groupProject(plan: ProjectPlan<LibraryFile>, gapLimitMs: number | null): FoundSet[] {
  const found = (groupedBy: GroupedBy, groups: readonly LibraryFile[][]): FoundSet[] =>
    groups.map((members) => ({ groupedBy, members }))

  const folders = [...groupByKey(plan.byFolder, folderOfFile).values()]
  const byFolder = folders.map((members) => members.toSorted(comparePaths))
  return [
    ...found('stage', groupNearestUp(plan.byStage, gapLimitMs)),
    ...[...found('folder', byFolder), ...found('time', groupByTime(plan.byTime))].toSorted(
      // A stable sort: within a folder the order of time stays.
      (left, right) => compareNatural(firstFolder(left), firstFolder(right)),
    ),
  ]
}

/** Projects in natural order, the root first; each image goes one way. */
function planProjects<File extends HasPath>(files: readonly File[]): ProjectPlan<File>[] {
  const projects = [...groupByKey(files, (file) => projectOf(file.relativePath, ''))]
  const staged = new Set(
    projects.filter(([, members]) => members.some(carriesStage)).map(([folder]) => folder),
  )
  const unstaged = projects
    .filter(([folder]) => !staged.has(folder))
    .flatMap(([, members]) => members)
  const setFolders = findSetFolders(unstaged.map((file) => file.relativePath))
  return projects
    .toSorted(([left], [right]) => compareNatural(left, right))
    .map(([folder, members]) => {
      if (staged.has(folder)) return { folder, byStage: members, byFolder: [], byTime: [] }
      return {
        folder,
        byStage: [],
        byFolder: members.filter((file) => setFolders.has(folderOfFile(file))),
        byTime: members.filter((file) => !setFolders.has(folderOfFile(file))),
      }
    })
}

function carriesStage(file: HasPath): boolean {
  return parseFileName(fileNameOf(file.relativePath)).stage > 0
}

function folderOfFile(file: HasPath): string {
  return folderOf(file.relativePath)
}

function firstFolder(set: FoundSet): string {
  const [first] = set.members
  return first === undefined ? '' : folderOfFile(first)
}

function comparePaths(left: HasPath, right: HasPath): number {
  return compareNatural(left.relativePath, right.relativePath)
}
