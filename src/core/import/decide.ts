/** What a row claims, checked and turned into a decision: the same for every kind of file. */
import { nameOfPath, projectOfSet, type NamedImage } from './pastImage.ts'
import { failed, rowReason } from './reasons.ts'
import { timeOf } from './time.ts'
import type { CropReading } from './crop.ts'
import type { ParsedDecision, PastImage, RowReason } from '../../shared/history.ts'

/** An image as a row lists it. */
export interface ListedImage {
  readonly path: string
  /** The column it stands in. */
  readonly column: string
  readonly widthPx: number | null
  readonly heightPx: number | null
}

/** What a row says, cell by cell. */
export interface Claim {
  readonly images: readonly ListedImage[]
  /** Index of the kept image; null: all were rejected. */
  readonly chosen: number | null
  readonly crop: CropReading
  /** What the row, or the person, says of the project; null where nobody does. */
  readonly projectHint: string | null
  readonly session: string
  readonly time: string
}

/**
 * A rejected image without a name is left out and told; the chosen one must have its name. A crop that fails costs
 * only itself. A row of one kept image without a crop decides nothing.
 */
export function decide(claim: Claim): ParsedDecision {
  const { chosen, crop } = claim
  const notes: RowReason[] = crop.problem === null ? [] : [crop.problem]
  const listed: { readonly named: NamedImage; readonly image: ListedImage }[] = []
  let chosenName: string | null = null
  for (const [index, image] of claim.images.entries()) {
    const named = nameOfPath(image.path)
    if (named !== null) {
      listed.push({ named, image })
      if (index === chosen) chosenName = named.fileName
    } else if (index === chosen) {
      return failed(`no file name in ${image.column}`, image.path)
    } else {
      notes.push(rowReason(`no file name in ${image.column}`, image.path))
    }
  }

  const names = new Set(listed.map(({ named }) => named.fileName))
  if (listed.filter(({ named }) => named.fileName === chosenName).length > 1) {
    return failed('the chosen image is also listed as rejected', chosenName ?? '')
  }
  const answer = projectOfSet(
    listed.map(({ named }) => named),
    claim.projectHint,
  )
  if ('projects' in answer) {
    return failed('the images lie in two projects', answer.projects.join(', '))
  }

  const images = [...names].map((fileName): PastImage => {
    const image = listed.find(({ named }) => named.fileName === fileName)?.image
    const widthPx = image?.widthPx ?? null
    return { project: answer.project, fileName, widthPx, heightPx: image?.heightPx ?? null }
  })
  if (images.length === 0) return failed('the row names no image')
  if (chosenName !== null && images.length === 1 && crop.crop === null) {
    const { reason, detail } =
      crop.problem ?? rowReason('one image and no crop: nothing is decided')
    return failed(reason, detail)
  }
  const time = claim.time.trim()
  const atMs = timeOf(time)
  if (atMs === null && time !== '') notes.push(rowReason('the time cannot be read', time))
  const session = claim.session.trim()
  return {
    ok: true,
    decision: {
      images,
      chosen:
        chosenName === null ? null : images.findIndex((image) => image.fileName === chosenName),
      crop: crop.crop,
      session: session === '' ? null : session,
      atMs,
    },
    notes,
  }
}
