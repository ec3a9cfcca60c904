/** What the first user did, before anything is written down: projects, sets, choices and crops. */
import { nameFiles, projectName } from '../sample/names.ts'
import { pick, seededRandom, shuffled, wholeBetween } from '../sample/random.ts'
import type { Random } from '../sample/random.ts'
import { DATABASE_COUNT, PROJECT_COUNT, amountsAt, apportion } from './amounts.ts'
import type { Amounts } from './amounts.ts'
import type { Draft, HistoryPlan, PastPicture } from './past.ts'
import { planCrops } from './planCrops.ts'

/** Of 1,000 sets, how many each project has more or less; a project is one character. */
const PROJECT_WEIGHTS = [7, 12, 6, 4, 9, 10, 3, 5, 8, 6, 11, 4, 7, 5, 3] as const
/** 2025-07-08 06:05:58 UTC, the first image of DOMAIN's example. */
const FIRST_MOMENT_MS = Date.UTC(2025, 6, 8, 6, 5, 58)
const SECOND_MS = 1000
const DAY_MS = 86_400 * SECOND_MS
const DAYS_PER_PROJECT = 14
const SETS_PER_SESSION = 60

/** The real sizes of his files by stage; all are PNG. */
const SHAPES: readonly (readonly [
  share: number,
  byStage: Record<number, readonly [number, number]>,
])[] = [
  [0.7, { 1: [832, 1216], 1.5: [832, 1216], 2: [1664, 2432], 3: [1664, 2432] }],
  [0.15, { 1: [1216, 832], 1.5: [1216, 832], 2: [1216, 832], 3: [1216, 832] }],
  [0.15, { 1: [1024, 1024], 1.5: [1024, 1024], 2: [2048, 2048], 3: [3072, 3072] }],
]

/** The first three are named as his were; the rest as the sample's. */
export function historyProjects(): string[] {
  return Array.from({ length: PROJECT_COUNT }, (_, index) =>
    index < 3 ? `mojo${index + 1}` : projectName(index - 3),
  )
}

/** The projects that have a decision database. */
export function databaseProjects(projects: readonly string[]): string[] {
  return projects.slice(3, 3 + DATABASE_COUNT)
}

export interface PlanOptions {
  /** 1: the first user's; more than 0. */
  readonly scale: number
  readonly seed: string
  /** Pictures, and the crops made of them, are this many times smaller: 1, or 8 for pictures that are drawn. */
  readonly shrink: number
}

/** Decides everything that happened: a pure function of its options. */
export function planHistory({ scale, seed, shrink }: PlanOptions): HistoryPlan {
  const amounts = amountsAt(scale)
  const random = seededRandom(`history/${seed}/plan`)
  const projects = historyProjects()
  const inLog = amounts.selections - amounts.repeatedSelections + amounts.onlyAmongAnomalies
  const perProject = apportion(inLog, PROJECT_WEIGHTS)
  const withDatabase = new Set(databaseProjects(projects))
  const drafts: Draft[][] = []
  for (const [index, project] of projects.entries()) {
    const logged = perProject[index] ?? 0
    const count = logged + (withDatabase.has(project) ? amounts.setsPerDatabase : 0)
    const twin = index === 1 ? (drafts[0] ?? []).slice(0, amounts.sameNames) : []
    drafts.push(draftProject(random, index, project, { logged, count, twin, shrink }))
  }
  const logged = drafts.flat().filter(({ toldBy }) => toldBy === 'selections')
  chooseLowerStages(random, logged, amounts)
  planCrops(random, drafts, amounts)
  losePictures(random, logged, drafts[1]?.slice(0, amounts.sameNames) ?? [], amounts)
  const sets = drafts.flat().toSorted((a, b) => a.decidedAtMs - b.decidedAtMs)
  return { seed, amounts, projects, sets }
}

function draftProject(
  random: Random,
  projectIndex: number,
  project: string,
  { logged, count, twin, shrink }: { logged: number; count: number; twin: Draft[]; shrink: number },
): Draft[] {
  let clockMs = FIRST_MOMENT_MS + projectIndex * DAYS_PER_PROJECT * DAY_MS
  let decidedAtMs = clockMs + 5 * DAY_MS
  let sessionId = ''
  return Array.from({ length: count }, (_, index): Draft => {
    const takenAtMs = Array.from({ length: pick(random, [2, 2, 2, 3, 3, 4]) }, () => {
      clockMs += wholeBetween(random, 6, 40) * SECOND_MS
      return clockMs
    })
    clockMs += wholeBetween(random, 60, 300) * SECOND_MS
    decidedAtMs += wholeBetween(random, 3, 12) * SECOND_MS
    if (index % SETS_PER_SESSION === 0) {
      decidedAtMs += wholeBetween(random, 1, 6) * 3600 * SECOND_MS
      sessionId = new Date(decidedAtMs)
        .toISOString()
        .slice(0, 19)
        .replaceAll(/[-:]/g, '')
        .replace('T', '_')
    }
    const place = { project, setNumber: index + 1, imagesBefore: 0 }
    const names =
      twin[index]?.pictures.map(({ fileName, stage }) => ({ fileName, stage })) ??
      nameFiles('stages', place, takenAtMs, random).map(({ file, stage }) => ({
        fileName: file.slice(project.length + 1),
        stage,
      }))
    const sizes = shapeOf(random)
    const folder = random() < 0.05 ? 'batch_02/' : ''
    const pictures = names.map(({ fileName, stage }): PastPicture => {
      const [widthPx, heightPx] = sizes[stage] ?? [832, 1216]
      const size = { widthPx: widthPx / shrink, heightPx: heightPx / shrink }
      return { project, fileName, stage, ...size, folder, isThere: true }
    })
    const toldBy = index < logged ? 'selections' : 'database'
    const setId = `group_${index + 1}`
    const chosen = pictures.length - 1
    return { project, sessionId, setId, pictures, chosen, decidedAtMs, toldBy, crop: null }
  })
}

function shapeOf(random: Random): Record<number, readonly [number, number]> {
  let rest = random()
  for (const [share, sizes] of SHAPES) {
    rest -= share
    if (rest < 0) return sizes
  }
  return SHAPES[0]?.[1] ?? {}
}

/** The 2.4 % that carry his taste; some of them only the anomaly file knows. */
function chooseLowerStages(random: Random, sets: readonly Draft[], amounts: Amounts): void {
  const lower = shuffled(random, sets).slice(0, amounts.lowerStage)
  for (const [index, set] of lower.entries()) {
    set.chosen = wholeBetween(random, 0, set.pictures.length - 2)
    if (index < amounts.onlyAmongAnomalies) set.toldBy = 'anomalies'
  }
}

/**
 * Takes pictures out of the library that the logs name. The first chosen one to go has a namesake in another
 * project, which must not be taken for it.
 */
function losePictures(
  random: Random,
  sets: readonly Draft[],
  namesakes: readonly Draft[],
  amounts: Amounts,
): void {
  const lose = (set: Draft, gone: number) => {
    set.pictures = set.pictures.map((picture, index) =>
      index === gone ? { ...picture, isThere: false } : picture,
    )
  }
  const order = [
    ...namesakes.slice(0, 1),
    ...shuffled(
      random,
      sets.filter((set) => !namesakes.includes(set)),
    ),
  ]
  const some = order.slice(amounts.chosenGone).filter(({ pictures }) => pictures.length > 2)
  const only = order.slice(amounts.chosenGone).filter(({ pictures }) => pictures.length === 2)
  for (const set of order.slice(0, amounts.chosenGone)) lose(set, set.chosen ?? 0)
  for (const set of some.slice(0, amounts.someRivalsGone)) lose(set, set.chosen === 0 ? 1 : 0)
  for (const set of only.slice(0, amounts.onlyRivalGone)) lose(set, set.chosen === 0 ? 1 : 0)
}
