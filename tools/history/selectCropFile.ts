/** select_crop_log.csv: choices and crops, ragged, in two units, with rows of another schema below. */
import { pick, seededRandom, shuffled } from '../sample/random.ts'
import type { Random } from '../sample/random.ts'
import type { Box } from './cropBoxes.ts'
import { csvFile } from './csvFile.ts'
import type { HistoryPlan, PastPicture, PastSet } from './past.ts'
import { brokenRow, chosenOf, fractionsOf, inOrder, nameOf, repeatedLater } from './rows.ts'
import type { HistoryFile, HistoryRow, PlacedRow, ToldCrop } from './rows.ts'
import { toldChoice } from './selectionFiles.ts'
import { csvRow, writtenFolder, writtenMoment } from './spelling.ts'

const HEADER =
  'session_id,set_id,directory,image_count,chosen_index,chosen_path,crop_x1,crop_y1,crop_x2,crop_y2,timestamp,' +
  'image_0_path,image_0_stage,width_0,height_0,image_1_path,image_1_stage,width_1,height_1'

/** Share of rows that list the chosen image alone: 15 fields. The others have 19, 23 or 27. */
const ALONE_SHARE = 0.3
/** Where the other schema begins: what the old program still wrote comes after it. */
const PLACEHOLDERS_FROM = 0.85

const STAGE_NAMES: Record<number, string> = {
  1: 'stage1_generated',
  1.5: 'stage1.5_face_swapped',
  2: 'stage2_upscaled',
  3: 'stage3_enhanced',
}

/** What a row lists beside the session, set and time. */
interface Listing {
  readonly set: PastSet
  readonly pictures: readonly PastPicture[]
  readonly chosenIndex: number
  readonly box: readonly (number | string)[]
  /** Write 0x0 as the old program did, or the real sizes. */
  readonly hasSizes: boolean
}

function fieldsOf(random: Random, listing: Listing, timeText: string): (string | number)[] {
  const { set, pictures, chosenIndex, box, hasSizes } = listing
  const folder = writtenFolder(random, set.project)
  const images = pictures.flatMap(({ fileName, stage, widthPx, heightPx }) => [
    folder + fileName,
    STAGE_NAMES[stage] ?? '',
    hasSizes ? widthPx : 0,
    hasSizes ? heightPx : 0,
  ])
  const chosenPath = folder + chosenOf(set).fileName
  const { sessionId, setId } = set
  return [
    sessionId,
    setId,
    folder.slice(0, -1),
    pictures.length,
    chosenIndex,
    chosenPath,
    ...box,
    timeText,
    ...images,
  ]
}

/** A readable row of the set's crop in the unit of its source. */
function cropRow(random: Random, set: PastSet, box: Box): HistoryRow {
  const picture = chosenOf(set)
  const isAlone = random() < ALONE_SHARE
  const pictures = isAlone ? [picture] : set.pictures
  const chosenIndex = isAlone ? 0 : (set.chosen ?? 0)
  const isFractions = set.crop?.source === 'fractions'
  const hasSizes = set.crop?.source !== 'pixels'
  const written = isFractions ? fractionsOf(box, picture) : box
  const moment = writtenMoment(random, set.decidedAtMs)
  const fields = fieldsOf(
    random,
    { set, pictures, chosenIndex, box: written, hasSizes },
    moment.text,
  )
  const crop: ToldCrop = {
    unit: isFractions ? 'fractions' : 'pixels',
    box: written,
    sizePx: hasSizes ? [picture.widthPx, picture.heightPx] : null,
  }
  const images = pictures.map(nameOf)
  const told = { images, chosen: chosenIndex, crop, isKeptWhole: false, atMs: moment.atMs }
  return { text: csvRow(fields), content: { state: 'told', told } }
}

/** A row of nine fields: the box is a placeholder, so where the crop lies is not known. */
function placeholderRow(random: Random, set: PastSet): HistoryRow {
  const picture = chosenOf(set)
  const path = writtenFolder(random, set.project) + picture.fileName
  const moment = writtenMoment(random, set.decidedAtMs)
  const box = random() < 0.5 ? [0, 0, 1, 1] : ['0.0', '0.0', '1.0', '1.0']
  const stage = STAGE_NAMES[picture.stage] ?? ''
  return {
    text: csvRow([set.sessionId, set.project, path, stage, ...box, moment.text]),
    content: {
      state: 'told',
      told: {
        images: [nameOf(picture)],
        chosen: 0,
        crop: { unit: 'somewhere' },
        isKeptWhole: false,
        atMs: moment.atMs,
      },
    },
    // The program that wrote these ran elsewhere.
    lineEnd: '\r\n',
  }
}

function brokenRows(random: Random, set: PastSet, other: PastSet): HistoryRow[] {
  const { pictures } = set
  const { widthPx, heightPx } = chosenOf(set)
  const { text: time, atMs } = writtenMoment(random, set.decidedAtMs)
  const impossible = [
    [widthPx / 2, 0, 10, heightPx / 2],
    [0, 0, widthPx * 2, heightPx * 2],
    ['nan', 0, widthPx / 2, heightPx / 2],
    [-20, 0, widthPx / 2, heightPx / 2],
  ]
  const good: Box = [0, 0, widthPx / 2, heightPx / 2]
  const chosenIndex = set.chosen ?? 0
  // All sizes are written: each row is wrong by itself, whatever pictures there are.
  const whole = { set, pictures, chosenIndex, hasSizes: true }
  const row = (box: Listing['box'], change: Partial<Listing> = {}) =>
    csvRow(fieldsOf(random, { ...whole, box, ...change }, time))
  const fields = fieldsOf(random, { ...whole, box: good }, time)
  // One image from another project, in the place of a rejected one.
  const foreign = other.pictures[0]
  const mixed = [...fields]
  mixed[11 + 4 * (chosenIndex === 0 ? 1 : 0)] =
    `/Users/x/${other.project}/${foreign?.fileName ?? ''}`
  return [
    brokenRow(csvRow(fields.slice(0, 12)), 'field-count'),
    brokenRow(csvRow(fields.slice(0, -2)), 'field-count'),
    ...impossible.map((box) => ({
      text: row(box),
      content: { state: 'told', told: toldChoice(set, atMs), leftOut: 'crop-impossible' } as const,
    })),
    // Beside one image alone nothing remains.
    ...impossible.map((box) =>
      brokenRow(row(box, { pictures: [chosenOf(set)], chosenIndex: 0 }), 'crop-impossible'),
    ),
    brokenRow(row(good, { chosenIndex: pictures.length }), 'index-outside'),
    brokenRow(csvRow(mixed), 'two-projects'),
  ]
}

/** select_crop_log.csv. */
export function selectCropFile(plan: HistoryPlan): HistoryFile {
  const { amounts, seed, sets } = plan
  const random = seededRandom(`history/${seed}/select-crop`)
  const withBox = sets.flatMap((set) => {
    const { source = null, box = null } = set.crop ?? {}
    const isHere = source === 'fractions' || source === 'pixels' || source === 'sized'
    return isHere && box !== null ? [{ set, box }] : []
  })
  const from = Math.round(withBox.length * PLACEHOLDERS_FROM)
  const crops = withBox.map(({ set, box }, place): PlacedRow => ({
    place,
    row: cropRow(random, set, box),
  }))
  const placeholders = sets
    .filter(({ crop }) => crop?.source === 'placeholder')
    .map((set, index, all): PlacedRow => ({
      place: from - 1 + index / all.length,
      row: placeholderRow(random, set),
    }))
  const ofPixels = crops.filter((_, index) => withBox[index]?.set.crop?.source === 'pixels')
  const repeatedCrops = shuffled(random, ofPixels).slice(0, amounts.repeatedPixelCrops)
  const repeatedOthers = shuffled(random, placeholders).slice(0, amounts.repeatedPlaceholders)
  const repeated = [...repeatedCrops, ...repeatedOthers].map((row) =>
    repeatedLater(random, row, crops.length),
  )
  // The first stands in for a set that no earlier file tells of: its choice is news.
  const untold = sets.filter(({ toldBy, crop }) => toldBy === 'anomalies' && crop === null)
  const broken = Array.from({ length: amounts.broken }, (_, index) => {
    const set = (index === 0 ? untold[0] : undefined) ?? pick(random, withBox).set
    const other = pick(
      random,
      sets.filter(({ project }) => project !== set.project),
    )
    return brokenRows(random, set, other)
  }).flat()
  const others = [...broken, brokenRow(HEADER, 'repeated-header')].map((row) => ({
    place: (0.05 + 0.9 * random()) * crops.length,
    row,
  }))
  return csvFile({
    name: 'select_crop_log.csv',
    kind: 'selections-and-crops',
    header: HEADER,
    rows: inOrder([...crops, ...placeholders, ...repeated, ...others]),
  })
}
