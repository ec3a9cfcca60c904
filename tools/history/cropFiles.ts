/** crop_training_data.csv, historical_crop_log.csv and mojo1_crop_log.csv: crops without a choice. */
import { pick, seededRandom, shuffled } from '../sample/random.ts'
import type { Random } from '../sample/random.ts'
import type { Box } from './cropBoxes.ts'
import { csvFile } from './csvFile.ts'
import type { HistoryPlan, PastSet } from './past.ts'
import { brokenRow, chosenOf, fractionsOf, inOrder, nameOf, repeatedLater } from './rows.ts'
import type { HistoryFile, HistoryRow, PlacedRow, ToldCrop } from './rows.ts'
import { csvRow, writtenFolder, writtenMoment } from './spelling.ts'

const TRAINING_HEADER = 'timestamp,project_id,filename,crop_x1,crop_y1,crop_x2,crop_y2,width,height'
const PLACELESS_HEADER = 'session_id,set_id,directory,chosen_path,chosen_stage,timestamp,note'

function cropRow(text: string, set: PastSet, crop: ToldCrop, atMs: number): HistoryRow {
  const images = [nameOf(chosenOf(set))]
  const told = { images, chosen: 0, crop, isKeptWhole: false, atMs }
  return { text, content: { state: 'told', told } }
}

function trainingRow(random: Random, set: PastSet, box: Box): HistoryRow {
  const picture = chosenOf(set)
  const { project, fileName, widthPx, heightPx } = picture
  const moment = writtenMoment(random, set.decidedAtMs)
  const shares = fractionsOf(box, picture)
  const text = csvRow([moment.text, project, fileName, ...shares, widthPx, heightPx])
  const sizePx = [widthPx, heightPx] as const
  return cropRow(text, set, { unit: 'fractions', box: shares, sizePx }, moment.atMs)
}

/** A crop of another shape than the picture: allowed, and marked. Of a set whose crop no other file has. */
function ofFreeShape(box: Box): Box {
  const [left, top, right, bottom] = box
  return [left, top, right, bottom - Math.ceil((bottom - top) / 8)]
}

/** crop_training_data.csv: with a byte order mark; crops that only it has, and known ones in its own unit. */
export function trainingFile(plan: HistoryPlan): HistoryFile {
  const { amounts, seed, sets } = plan
  const random = seededRandom(`history/${seed}/training`)
  const boxed = (isWanted: (source: string) => boolean) =>
    sets.flatMap((set) =>
      set.crop !== null && set.crop.box !== null && isWanted(set.crop.source)
        ? [{ set, box: set.crop.box }]
        : [],
    )
  const own = boxed((source) => source === 'training')
  const free = new Set(
    own
      .map(({ set }) => set)
      .filter((set) => chosenOf(set).isThere)
      .slice(0, amounts.broken),
  )
  const known = shuffled(
    random,
    boxed((source) => source === 'pixels' || source === 'sized' || source === 'fractions'),
  )
  const rows = [...own, ...known.slice(0, amounts.repeatedTrainingCrops)]
    .toSorted((a, b) => a.set.decidedAtMs - b.set.decidedAtMs)
    .map(({ set, box }, place): PlacedRow => {
      const isFree = free.has(set)
      return { place, row: trainingRow(random, set, isFree ? ofFreeShape(box) : box) }
    })
  const repeated = shuffled(random, rows)
    .slice(0, amounts.broken)
    .map((row) => repeatedLater(random, row, rows.length))
  const broken = Array.from({ length: amounts.broken }, () => {
    const { set } = pick(random, own)
    const { project, fileName, widthPx, heightPx } = chosenOf(set)
    const { text: time } = writtenMoment(random, set.decidedAtMs)
    const bad = (...box: (number | string)[]) =>
      brokenRow(csvRow([time, project, fileName, ...box, widthPx, heightPx]), 'crop-impossible')
    return [
      bad(0.8, 0.1, 0.2, 0.7),
      bad(0.1, 0.1, 0.1, 0.7),
      bad(0.1, -0.3, 0.8, 0.4),
      bad(0.1, 'inf', 0.8, 0.7),
      brokenRow(csvRow([time, project, fileName, 0.1]), 'field-count'),
    ]
  }).flat()
  return csvFile({
    name: 'crop_training_data.csv',
    kind: 'crops',
    header: TRAINING_HEADER,
    rows: inOrder([
      ...rows,
      ...repeated,
      ...broken.map((row) => ({ place: random() * rows.length, row })),
    ]),
    hasByteOrderMark: true,
  })
}

function placelessFile(
  plan: HistoryPlan,
  name: string,
  own: readonly PastSet[],
  known: readonly PastSet[],
): HistoryFile {
  const random = seededRandom(`history/${plan.seed}/${name}`)
  const rows = [...own, ...shuffled(random, known).slice(0, plan.amounts.repeatedPlaceless)]
    .toSorted((a, b) => a.decidedAtMs - b.decidedAtMs)
    .map((set, place): PlacedRow => {
      const { fileName, stage } = chosenOf(set)
      const folder = writtenFolder(random, set.project)
      const { text: time, atMs } = writtenMoment(random, set.decidedAtMs)
      const start = [set.sessionId, set.setId, folder.slice(0, -1), folder + fileName, stage, time]
      const text = csvRow([...start, 'already cropped'])
      return { place, row: cropRow(text, set, { unit: 'somewhere' }, atMs) }
    })
  const broken = Array.from({ length: plan.amounts.broken }, () => ({
    place: random() * rows.length,
    row: brokenRow(csvRow(['20250728_040606', 'group_1', 'mojo1']), 'field-count'),
  }))
  return csvFile({
    name,
    kind: 'crops-without-place',
    header: PLACELESS_HEADER,
    rows: inOrder([...rows, ...broken]),
    lineEnd: '\r\n',
  })
}

/** historical_crop_log.csv and mojo1_crop_log.csv: no coordinates, only the fact. */
export function placelessFiles(plan: HistoryPlan): HistoryFile[] {
  const of = (source: string) => plan.sets.filter(({ crop }) => crop?.source === source)
  const known = [...of('pixels'), ...of('placeholder')]
  const isOfMojo1 = ({ project }: PastSet) => project === 'mojo1'
  return [
    placelessFile(plan, 'historical_crop_log.csv', of('placeless'), known),
    placelessFile(plan, 'mojo1_crop_log.csv', of('placelessOfOne'), known.filter(isOfMojo1)),
  ]
}
