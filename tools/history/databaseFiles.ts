/** Per-project SQLite files with the table ai_decisions. */
import { writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { pick, seededRandom, shuffled, wholeBetween } from '../sample/random.ts'
import type { Random } from '../sample/random.ts'
import type { Box } from './cropBoxes.ts'
import { databaseProjects } from './plan.ts'
import type { HistoryPlan, PastSet } from './past.ts'
import { fractionsOf, inOrder, nameOf } from './rows.ts'
import type {
  BrokenCode,
  HistoryFile,
  HistoryRow,
  PlacedRow,
  RowContent,
  ToldCrop,
} from './rows.ts'
import { jsonList, writtenMoment } from './spelling.ts'

const COLUMNS = {
  group_id: 'TEXT PRIMARY KEY',
  timestamp: 'TEXT',
  project_id: 'TEXT',
  directory: 'TEXT',
  batch_number: 'INTEGER',
  images: 'TEXT',
  ai_selected_index: 'INTEGER',
  ai_crop_coords: 'TEXT',
  ai_confidence: 'REAL',
  user_selected_index: 'INTEGER',
  user_action: 'TEXT',
  ai_crop_accepted: 'INTEGER',
  final_crop_coords: 'TEXT',
  crop_timestamp: 'TEXT',
  image_width: 'INTEGER',
  image_height: 'INTEGER',
  selection_match: 'INTEGER',
  crop_match: 'INTEGER',
} as const
type Cells = Readonly<Record<keyof typeof COLUMNS, string | number | null>>

/** A row of the table, and what it says. */
type DatabaseRow = HistoryRow & { readonly cells: Omit<Cells, 'group_id'> }

function rowOf(cells: DatabaseRow['cells'], content: RowContent): DatabaseRow {
  return { text: '', content, cells }
}

/** The row that the assisted review wrote for this set. */
function decisionRow(random: Random, set: PastSet): DatabaseRow {
  const { project, chosen, pictures, crop, decidedAtMs } = set
  const picture = pictures[chosen ?? pictures.length - 1]
  if (picture === undefined) throw new RangeError(`${project} ${set.setId} has no pictures`)
  const box = crop?.box ?? null
  const moment = writtenMoment(random, decidedAtMs)
  // Now and then he took the crop that was suggested; now and then he still had to make it by hand.
  const isAccepted = box !== null && random() < 0.3
  const isPending = box !== null && !isAccepted && set.toldBy === 'database' && random() < 0.1
  const final = box === null || isPending ? null : fractionsOf(box, picture)
  const suggested: Box = isAccepted && final !== null ? final : [0.05, 0, 0.95, 0.9]
  const guessed = wholeBetween(random, 0, pictures.length - 1)
  const cells = {
    timestamp: moment.text,
    project_id: project,
    directory: `/Users/x/${project}`,
    batch_number: wholeBetween(random, 1, 40),
    images: jsonList(pictures.map(({ fileName }) => fileName)),
    ai_selected_index: guessed,
    ai_crop_coords: JSON.stringify(suggested),
    ai_confidence: Math.round(random() * 1000) / 1000,
    user_selected_index: chosen,
    user_action: chosen === null ? 'reject' : box === null || isAccepted ? 'approve' : 'crop',
    ai_crop_accepted: isAccepted ? 1 : 0,
    final_crop_coords: final === null ? null : JSON.stringify(final),
    crop_timestamp: final === null ? null : moment.text,
    image_width: picture.widthPx,
    image_height: picture.heightPx,
    selection_match: chosen === guessed ? 1 : 0,
    crop_match: isAccepted ? 1 : 0,
  }
  const sizePx = [picture.widthPx, picture.heightPx] as const
  const told: ToldCrop | null =
    final !== null
      ? { unit: 'fractions', box: final, sizePx }
      : isPending
        ? { unit: 'somewhere' }
        : null
  return rowOf(cells, {
    state: 'told',
    told: {
      images: pictures.map(nameOf),
      chosen,
      crop: told,
      isKeptWhole: chosen !== null && box === null,
      atMs: moment.atMs,
    },
  })
}

function brokenRows({ cells }: DatabaseRow): DatabaseRow[] {
  const change = (code: BrokenCode, changed: Partial<Cells>) =>
    rowOf({ ...cells, ...changed }, { state: 'broken', code })
  return [
    change('list-unreadable', { images: "['a.png', 'b" }),
    change('index-outside', { user_action: 'approve', user_selected_index: 7 }),
    change('action-unknown', { user_action: 'maybe' }),
    change('undecided', { user_action: null, user_selected_index: null, final_crop_coords: null }),
  ]
}

/** Made in memory, so that the same rows give the same bytes. */
function databaseBytes(rows: readonly DatabaseRow[]): Buffer {
  const database = new Sqlite(':memory:')
  try {
    const names = Object.keys(COLUMNS)
    const columns = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`)
    database.exec(`CREATE TABLE ai_decisions (${columns.join(', ')})`)
    const places = names.map((name) => `@${name}`)
    const insert = database.prepare(`INSERT INTO ai_decisions VALUES (${places.join(', ')})`)
    database.transaction(() => {
      for (const [index, { cells }] of rows.entries()) {
        insert.run({ group_id: `${String(cells.project_id)}_group_${index + 1}`, ...cells })
      }
    })()
    return database.serialize()
  } finally {
    database.close()
  }
}

/** One file for each of four projects: sets of their own, some said twice, some that other files told. */
export function databaseFiles(plan: HistoryPlan): HistoryFile[] {
  return databaseProjects(plan.projects).map((project): HistoryFile => {
    const random = seededRandom(`history/${plan.seed}/database/${project}`)
    const sets = plan.sets.filter((set) => set.project === project)
    const own = sets.filter(({ toldBy }) => toldBy === 'database')
    const known = sets.filter(
      ({ toldBy, crop }) => toldBy === 'selections' && crop?.source === 'pixels',
    )
    const rows = own.map((set, place) => ({ place, row: decisionRow(random, set) }))
    const { repeatedPerDatabase: repeats, broken } = plan.amounts
    const again = shuffled(random, rows)
      .slice(0, repeats)
      .map(({ place, row }) => ({ place: place + 0.5 + random() * (own.length - place), row }))
    const elsewhere = shuffled(random, known)
      .slice(0, repeats)
      .map((set) => ({ place: random() * own.length, row: decisionRow(random, set) }))
    const useless = Array.from({ length: broken }, () => brokenRows(pick(random, rows).row))
      .flat()
      .map((row) => ({ place: random() * own.length, row }))
    const placed = [...rows, ...again, ...elsewhere, ...useless] satisfies PlacedRow[]
    const inFile = placed.toSorted((a, b) => a.place - b.place).map(({ row }) => row)
    return {
      name: `ai_decisions/${project}.db`,
      kind: 'decision-database',
      rows: inOrder(placed),
      firstLine: 1,
      write: (path) => writeFileSync(path, databaseBytes(inFile)),
    }
  })
}
