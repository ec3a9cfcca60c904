/** Which pictures of the library a history file speaks of. */
import { basename } from 'node:path'
import { canonicalProject } from '../../core/import/pastImage.ts'
import { fileNameOf, folderOf } from '../../core/sets/fileName.ts'
import { projectOf } from '../../core/sets/project.ts'
import type { RootId } from '../../shared/domain.ts'
import type { PastDecision, PastImage, RowReason } from '../../shared/history.ts'
import type { KnownImage } from '../db/pastDecisionRepository.ts'

export interface MatchedImages {
  /** The project, where the row does not tell it but its pictures do. */
  readonly decision: PastDecision
  /** One per image of the decision; null for one that is not there. All lie below one root. */
  readonly found: readonly (KnownImage | null)[]
}

interface Entry {
  readonly image: KnownImage
  readonly project: string
}

const SEVERAL_PROJECTS =
  'pictures of several projects have this name and the row names no project: import the file with --project'
const SEVERAL_PICTURES =
  'several pictures of the project have this name: which is meant cannot be told'

/**
 * By project and file name, never by path: folders move. The project of a picture is the first folder below its
 * root; where none fits, any folder it lies in will do (a project opened by itself). Of several roots the first
 * one that has the chosen image, or any of the images, wins.
 * @param images those of the root that is to win first.
 * @returns a function that answers the pictures, or why they cannot be told.
 */
export function createPastImageMatcher(
  images: readonly KnownImage[],
): (decision: PastDecision) => MatchedImages | RowReason {
  const canonical = remembered(canonicalProject)
  const byName = new Map<string, Entry[]>()
  const roots: RootId[] = []
  for (const image of images) {
    if (roots.at(-1) !== image.rootId && !roots.includes(image.rootId)) roots.push(image.rootId)
    const project = canonical(projectOf(image.relativePath, basename(image.rootPath)))
    const entry: Entry = { image, project }
    const name = fileNameOf(image.relativePath).normalize()
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [entry])
    else known.push(entry)
  }

  const fitting = ({ project, fileName }: PastImage): readonly Entry[] => {
    const named = byName.get(fileName) ?? []
    if (project === null) return named
    const exact = named.filter((entry) => entry.project === project)
    return exact.length > 0
      ? exact
      : named.filter(({ image }) => foldersOf(image).includes(project))
  }

  return (given) => {
    const decision = withProject(given)
    if ('reason' in decision) return decision
    const matches = decision.images.map(fitting)
    const chosen = decision.chosen === null ? matches.flat() : (matches[decision.chosen] ?? [])
    const rootId = roots.find((root) => chosen.some(({ image }) => image.rootId === root))
    const inRoot = matches.map((some) => some.filter(({ image }) => image.rootId === rootId))
    const folder = inRoot.find((some) => some.length === 1)?.[0]?.image.relativePath
    const found: (KnownImage | null)[] = []
    for (const some of inRoot) {
      const beside = some.filter(
        ({ image }) => folder !== undefined && folderOf(image.relativePath) === folderOf(folder),
      )
      const [only = null] = some.length > 1 ? beside : some
      if (only === null && some.length > 1) {
        const paths = some.slice(0, 3).map(({ image }) => image.relativePath)
        return { reason: SEVERAL_PICTURES, detail: paths.join(', ') }
      }
      found.push(only?.image ?? null)
    }
    return { decision, found }
  }

  /** Of a row without a project: the one project that has its pictures. */
  function withProject(decision: PastDecision): PastDecision | RowReason {
    if (decision.images.every(({ project }) => project !== null)) return decision
    const projects = new Set(
      decision.images.flatMap((image) => fitting(image).map(({ project }) => project)),
    )
    const all = [...projects].filter((project) =>
      decision.images.every((image) => {
        const some = fitting(image)
        return some.length === 0 || some.some((entry) => entry.project === project)
      }),
    )
    if (projects.size === 0) return decision
    const [only] = all
    if (only === undefined || all.length > 1) {
      return { reason: SEVERAL_PROJECTS, detail: [...projects].slice(0, 3).join(', ') }
    }
    return { ...decision, images: decision.images.map((image) => ({ ...image, project: only })) }
  }
}

/** Every folder it lies in, the root's own name too. */
function foldersOf({ rootPath, relativePath }: KnownImage): string[] {
  return [basename(rootPath), ...folderOf(relativePath).split('/')].map(canonicalProject)
}

/** The same function, which works out each answer once. */
function remembered(answer: (text: string) => string): (text: string) => string {
  const answers = new Map<string, string>()
  return (text) => {
    const known = answers.get(text) ?? answer(text)
    answers.set(text, known)
    return known
  }
}
