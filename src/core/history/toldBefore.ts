/** What the rows before have told: a row that tells nothing new is a duplicate. */
import type { PastCrop, PastDecision, PastImage } from '../../shared/history.ts'

/** Boxes are the same when no edge differs by more: half a pixel, and what six decimals leave. */
const SAME_EDGE_PX = 0.6
const SAME_EDGE_FRACTION = 2e-6

type Size = readonly [widthPx: number, heightPx: number]
type Box = readonly [left: number, top: number, right: number, bottom: number]

interface ToldCrop {
  readonly crop: Exclude<PastCrop, { readonly kind: 'whole' }>
  /** As the row says it. */
  readonly size: Size | null
}

export interface ToldBefore {
  /** True when every part of the decision was told before. @param size of the chosen picture, where it is known. */
  readonly isKnown: (decision: PastDecision, size: Size | null) => boolean
  readonly remember: (decision: PastDecision) => void
}

/**
 * A row tells up to three things: a choice (this image before those), a crop of an image (a box, or only that it
 * was cropped), and that an image was kept whole. Boxes in pixels and in fractions can be compared only once the
 * size of the picture is known, from itself or from the row. That an image was cropped is known when a box of it is.
 */
export function createToldBefore(): ToldBefore {
  const choices = new Set<string>()
  const kept = new Set<string>()
  const keptWhole = new Set<string>()
  const crops = new Map<string, ToldCrop[]>()

  return {
    isKnown: (decision, size) => {
      const { images, crop } = decision
      const picture = chosenName(decision)
      if (picture === null) return choices.has(choiceOf(decision))
      if (images.length === 1 ? !kept.has(picture) : !choices.has(choiceOf(decision))) return false
      if (crop === null) return true
      if (crop.kind === 'whole') return keptWhole.has(picture)
      const told: ToldCrop = { crop, size: sizeOf(decision) }
      return (crops.get(picture) ?? []).some((earlier) => saysAllOf(earlier, told, size))
    },
    remember: (decision) => {
      const { crop } = decision
      choices.add(choiceOf(decision))
      const picture = chosenName(decision)
      if (picture === null) return
      kept.add(picture)
      if (crop === null) return
      if (crop.kind === 'whole') {
        keptWhole.add(picture)
        return
      }
      const known = crops.get(picture) ?? []
      crops.set(picture, known)
      known.push({ crop, size: sizeOf(decision) })
    },
  }
}

function nameOf({ project, fileName }: PastImage): string {
  return `${project ?? ''}/${fileName}`
}

function chosenName({ images, chosen }: PastDecision): string | null {
  const image = chosen === null ? undefined : images[chosen]
  return image === undefined ? null : nameOf(image)
}

function choiceOf(decision: PastDecision): string {
  return [chosenName(decision) ?? '', ...decision.images.map(nameOf).toSorted()].join('\n')
}

function sizeOf({ images, chosen }: PastDecision): Size | null {
  const { widthPx = null, heightPx = null } = images[chosen ?? -1] ?? {}
  return widthPx === null || heightPx === null ? null : [widthPx, heightPx]
}

function saysAllOf(earlier: ToldCrop, { crop, size }: ToldCrop, pictureSize: Size | null): boolean {
  if (crop.kind === 'somewhere') return true
  if (earlier.crop.kind === 'somewhere') return false
  const [one, other]: [Box, Box] = [boxOf(crop), boxOf(earlier.crop)]
  if (crop.kind === earlier.crop.kind) {
    return areClose(one, other, crop.kind === 'pixels' ? SAME_EDGE_PX : SAME_EDGE_FRACTION)
  }
  const known = pictureSize ?? (crop.kind === 'pixels' ? size : earlier.size)
  if (known === null) return false
  return areClose(
    inPixels(one, crop.kind, known),
    inPixels(other, earlier.crop.kind, known),
    SAME_EDGE_PX,
  )
}

function boxOf({ left, top, right, bottom }: Extract<PastCrop, { readonly left: number }>): Box {
  return [left, top, right, bottom]
}

function inPixels(box: Box, kind: 'pixels' | 'fractions', [widthPx, heightPx]: Size): Box {
  if (kind === 'pixels') return box
  const [left, top, right, bottom] = box
  return [left * widthPx, top * heightPx, right * widthPx, bottom * heightPx]
}

function areClose(one: Box, other: Box, tolerance: number): boolean {
  return one.every((edge, index) => Math.abs(edge - (other[index] ?? Infinity)) <= tolerance)
}
