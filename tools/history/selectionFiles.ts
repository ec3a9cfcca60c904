/** selection_only_log.csv, the same after an interrupted write, and anomaly_cases.csv. */
import { pick, seededRandom, shuffled } from '../sample/random.ts'
import type { Random } from '../sample/random.ts'
import { csvFile } from './csvFile.ts'
import type { HistoryPlan, PastSet } from './past.ts'
import { brokenRow, chosenOf, inOrder, nameOf, repeatedLater, rivalsOf } from './rows.ts'
import type { HistoryFile, HistoryRow, PlacedRow, Told } from './rows.ts'
import { cell, csvRow, jsonList, pythonList, writtenFolder, writtenMoment } from './spelling.ts'

const SELECTION_HEADER = 'session_id,set_id,chosen_path,neg_paths,timestamp'
const ANOMALY_HEADER =
  'session_id,set_id,project,chosen_stage,max_rejected_stage,chosen_path,rejected_paths,timestamp'

/** Cells that a spreadsheet would run. They stand where Setwise only shows text. */
const FORMULAS = ['=1+1', '=HYPERLINK("http://example.org","open")', "=cmd|' /C calc'!A1"] as const

/** What a set says when all of it is listed, chosen image first. */
export function toldChoice(set: PastSet, atMs: number | null): Told {
  const images = [chosenOf(set), ...rivalsOf(set)].map(nameOf)
  return { images, chosen: 0, crop: null, isKeptWhole: false, atMs }
}

interface Listed {
  readonly set: PastSet
  readonly chosenPath: string
  readonly rivalPaths: readonly string[]
  readonly time: { readonly text: string; readonly atMs: number | null }
}

/** Paths of one set in one row: of one machine, and so in one folder. */
function listed(random: Random, set: PastSet): Listed {
  const folder = writtenFolder(random, set.project)
  const hasTime = random() > 0.002
  const moment = writtenMoment(random, set.decidedAtMs)
  return {
    set,
    chosenPath: folder + chosenOf(set).fileName,
    rivalPaths: rivalsOf(set).map(({ fileName }) => folder + fileName),
    time: hasTime ? moment : { text: '', atMs: null },
  }
}

function selectionRow(
  { set, chosenPath, rivalPaths, time }: Listed,
  setId = set.setId,
): HistoryRow {
  const list = jsonList(rivalPaths)
  const text = csvRow([set.sessionId, setId, chosenPath, list, time.text])
  return { text, content: { state: 'told', told: toldChoice(set, time.atMs) } }
}

/** Rows that no program can use, and one each that a hasty one would. */
function brokenSelection(random: Random, sets: readonly PastSet[], other: PastSet): HistoryRow[] {
  const set = pick(random, sets)
  const { chosenPath, rivalPaths, time } = listed(random, set)
  const { sessionId, setId } = set
  const list = jsonList(rivalPaths)
  const elsewhere = listed(random, other).rivalPaths
  return [
    brokenRow(csvRow([sessionId, setId, chosenPath]), 'field-count'),
    brokenRow(csvRow([sessionId, setId, chosenPath, list, time.text, 'x', 'y']), 'field-count'),
    brokenRow(
      csvRow([sessionId, setId, chosenPath, list.slice(0, -3), time.text]),
      'list-unreadable',
    ),
    brokenRow(
      csvRow([sessionId, setId, chosenPath, jsonList(elsewhere), time.text]),
      'two-projects',
    ),
  ]
}

/** A row of which the disk got no more than this; the quote is never closed. */
function truncatedRow(random: Random, set: PastSet): HistoryRow {
  const { chosenPath, rivalPaths } = listed(random, set)
  const text = `${csvRow([set.sessionId, set.setId, chosenPath])},${cell(jsonList(rivalPaths)).slice(0, -12)}`
  return brokenRow(text, 'truncated')
}

/** selection_only_log.csv and selection_only_log_interrupted.csv. */
export function selectionFiles(plan: HistoryPlan): HistoryFile[] {
  const { amounts, seed } = plan
  const random = seededRandom(`history/${seed}/selections`)
  const sets = plan.sets.filter(({ toldBy }) => toldBy === 'selections')
  const rows = sets.map((set, index): PlacedRow => {
    const formula =
      index % 1000 === 7 ? FORMULAS[Math.floor(index / 1000) % FORMULAS.length] : undefined
    return { place: index, row: selectionRow(listed(random, set), formula) }
  })
  const repeated = shuffled(random, rows)
    .slice(0, amounts.repeatedSelections)
    .map((row) => repeatedLater(random, row, rows.length))
  const broken = Array.from({ length: amounts.broken }, () => {
    const set = pick(random, sets)
    const other = pick(
      random,
      sets.filter(({ project }) => project !== set.project),
    )
    return brokenSelection(random, [set], other)
  }).flat()
  const header = brokenRow(SELECTION_HEADER, 'repeated-header')
  const others = [...broken, header].map((row) => ({ place: random() * rows.length, row }))
  const last = { place: Infinity, row: truncatedRow(random, pick(random, sets)) }
  const again = rows.slice(0, 6).map(({ row }) => row)
  return [
    csvFile({
      name: 'selection_only_log.csv',
      kind: 'selections',
      header: SELECTION_HEADER,
      rows: inOrder([...rows, ...repeated, ...others, last]),
      endsWithLineEnd: false,
    }),
    // Written on after a crash: the rows below the torn one are whole, and are known already.
    csvFile({
      name: 'selection_only_log_interrupted.csv',
      kind: 'selections',
      header: SELECTION_HEADER,
      rows: [...again.slice(0, 3), truncatedRow(random, pick(random, sets)), ...again.slice(3)],
    }),
  ]
}

function anomalyRow({ set, chosenPath, rivalPaths, time }: Listed): HistoryRow {
  const highest = Math.max(...rivalsOf(set).map(({ stage }) => stage))
  const { sessionId, setId, project } = set
  const list = pythonList(rivalPaths)
  const stage = chosenOf(set).stage
  const text = csvRow([sessionId, setId, project, stage, highest, chosenPath, list, time.text])
  return { text, content: { state: 'told', told: toldChoice(set, time.atMs) } }
}

/** True where his choice was not the highest stage. */
export function isLowerStage(set: PastSet): boolean {
  return set.chosen !== null && set.pictures.some(({ stage }) => stage > chosenOf(set).stage)
}

/** anomaly_cases.csv: every set with a lower choice; most of them selection_only_log has too. */
export function anomalyFile(plan: HistoryPlan): HistoryFile {
  const random = seededRandom(`history/${plan.seed}/anomalies`)
  const sets = plan.sets.filter(isLowerStage)
  const rows = sets.map((set, place): PlacedRow => ({
    place,
    row: anomalyRow(listed(random, set)),
  }))
  const broken = Array.from({ length: plan.amounts.broken }, (): HistoryRow[] => {
    const set = pick(random, sets)
    const { chosenPath, rivalPaths, time } = listed(random, set)
    const start = [set.sessionId, set.setId, set.project, 1, 2, chosenPath]
    const other = pick(
      random,
      plan.sets.filter(({ project }) => project !== set.project),
    )
    const elsewhere = pythonList(
      other.pictures.map(({ fileName }) => `/Users/x/${other.project}/${fileName}`),
    )
    return [
      brokenRow(
        csvRow([...start, pythonList(rivalPaths).slice(0, -2), time.text]),
        'list-unreadable',
      ),
      brokenRow(csvRow([...start, "__import__('os').listdir('/')", time.text]), 'list-unreadable'),
      brokenRow(csvRow(start.slice(0, 5)), 'field-count'),
      brokenRow(csvRow([...start, elsewhere, time.text]), 'two-projects'),
    ]
  }).flat()
  return csvFile({
    name: 'anomaly_cases.csv',
    kind: 'anomalies',
    header: ANOMALY_HEADER,
    rows: inOrder([...rows, ...broken.map((row) => ({ place: random() * rows.length, row }))]),
  })
}
