/** How large the pictures of a set can be: equal boxes, as many rows as show the most picture. */

export interface Extent {
  readonly widthPx: number
  readonly heightPx: number
}

export interface SetLayout {
  readonly columns: number
  /** The box of every picture, whatever its own size. */
  readonly box: Extent
  /** Width of box and caption together; wider than the box when the caption needs room. */
  readonly figureWidthPx: number
  /** Narrow figures have captions of two lines. */
  readonly captionLines: 1 | 2
}

export const GAP_PX = 12
/** Heights of the caption, with the space above it. */
export const CAPTION_PX = { 1: 38, 2: 58 } as const
/** "91 % sure   stage 1.5 · face swapped   1664 × 2432" fits one line from here on. */
const ONE_LINE_FROM_PX = 390
const NARROWEST_FIGURE_PX = 190

/**
 * @param sizes of the pictures, null while unknown (then the others' shape is assumed, else a square).
 * @param stage the room for the whole set.
 */
export function layoutSet(sizes: readonly (Extent | null)[], stage: Extent): SetLayout {
  const aspects = sizes.map((size) => (size === null ? null : size.widthPx / size.heightPx))
  const known = aspects.filter((aspect) => aspect !== null)
  const usual = known.length === 0 ? 1 : known.reduce((sum, aspect) => sum + aspect) / known.length
  const oneLine = bestGrid(
    aspects.map((aspect) => aspect ?? usual),
    stage,
    1,
  )
  if (oneLine.figureWidthPx >= ONE_LINE_FROM_PX) return oneLine
  return bestGrid(
    aspects.map((aspect) => aspect ?? usual),
    stage,
    2,
  )
}

function bestGrid(aspects: readonly number[], stage: Extent, captionLines: 1 | 2): SetLayout {
  let best: SetLayout | null = null
  let bestAreaPx = -1
  // Side by side first: more rows only when they show more.
  for (let columns = Math.max(1, aspects.length); columns >= 1; columns -= 1) {
    const rows = Math.ceil(aspects.length / columns)
    const cell = {
      widthPx: Math.max(1, (stage.widthPx - (columns - 1) * GAP_PX) / columns),
      heightPx: Math.max(
        1,
        (stage.heightPx - (rows - 1) * GAP_PX) / rows - CAPTION_PX[captionLines],
      ),
    }
    const fitted = aspects.map((aspect) => fit(aspect, cell))
    const areaPx = fitted.reduce((sum, { widthPx, heightPx }) => sum + widthPx * heightPx, 0)
    if (areaPx <= bestAreaPx) continue
    bestAreaPx = areaPx
    const box = {
      widthPx: Math.floor(Math.max(1, ...fitted.map((extent) => extent.widthPx))),
      heightPx: Math.floor(Math.max(1, ...fitted.map((extent) => extent.heightPx))),
    }
    const figureWidthPx = Math.max(
      box.widthPx,
      Math.floor(
        Math.min(cell.widthPx, captionLines === 1 ? ONE_LINE_FROM_PX : NARROWEST_FIGURE_PX),
      ),
    )
    best = { columns, box, figureWidthPx, captionLines }
  }
  if (best === null) throw new Error('A set has at least one picture.')
  return best
}

/** Width of a full row of figures. */
export function rowWidthPx({ columns, figureWidthPx }: SetLayout): number {
  return columns * figureWidthPx + (columns - 1) * GAP_PX
}

/** The largest extent of this aspect (width / height) inside `room`. */
function fit(aspect: number, room: Extent): Extent {
  return room.widthPx / room.heightPx > aspect
    ? { widthPx: room.heightPx * aspect, heightPx: room.heightPx }
    : { widthPx: room.widthPx, heightPx: room.widthPx / aspect }
}
