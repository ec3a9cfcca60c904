/** The picture in the worker: decoded once, drawn smaller for each detector. */
import { lumaOf } from '../../core/pixels/luma.ts'
import type { Box, Point } from '../../shared/people.ts'

/** The picture cannot be read; the detectors are well. */
export class PictureError extends Error {}

export interface Picture {
  readonly bitmap: ImageBitmap
  /** Width divided by height. */
  readonly aspect: number
}

/** A part of the picture as a detector gets it. */
export interface View {
  readonly canvas: OffscreenCanvas
  readonly region: Box
}

/** Luma of the whole picture, rows from the top. */
export interface LumaPlane {
  readonly luma: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
}

export const WHOLE: Box = { left: 0, top: 0, right: 1, bottom: 1 }

/** @throws PictureError when there is no picture at this address or it cannot be decoded. */
export async function openPicture(url: string): Promise<Picture> {
  const response = await fetch(url)
  if (!response.ok) throw new PictureError(await response.text())
  try {
    const bitmap = await createImageBitmap(await response.blob())
    return { bitmap, aspect: bitmap.width / bitmap.height }
  } catch (error) {
    throw new PictureError(error instanceof Error ? error.message : String(error))
  }
}

/** A region with its own proportions, its long edge at most (with `exactly`: just) this many pixels. */
export function viewOf(
  { bitmap }: Picture,
  region: Box,
  longEdgePx: number,
  exactly = false,
): View {
  const widthPx = (region.right - region.left) * bitmap.width
  const heightPx = (region.bottom - region.top) * bitmap.height
  const wanted = longEdgePx / Math.max(widthPx, heightPx)
  const scale = exactly ? wanted : Math.min(1, wanted)
  const size = (px: number): number => Math.max(1, Math.round(px * scale))
  return { canvas: draw(bitmap, region, size(widthPx), size(heightPx)), region }
}

/** The whole picture as a square, whatever its proportions: as the model of the mask takes it. */
export function squareOf({ bitmap }: Picture, edgePx: number): OffscreenCanvas {
  return draw(bitmap, WHOLE, edgePx, edgePx)
}

export function lumaPlaneOf({ canvas }: View): LumaPlane {
  const { data } = contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height)
  return { luma: lumaOf(data, 4), widthPx: canvas.width, heightPx: canvas.height }
}

/** A place in a view, 0-1, as a place in the picture. */
export function placeInPicture({ left, top, right, bottom }: Box, { x, y }: Point): Point {
  return { x: left + x * (right - left), y: top + y * (bottom - top) }
}

/** A square in pixels around a place, cut at the picture's edges. */
export function squareAround(centre: Point, edge: number, aspect: number): Box {
  // `edge` counts in picture heights, like y; x counts in widths.
  const [halfWidth, halfHeight] = [edge / aspect / 2, edge / 2]
  return {
    left: Math.max(0, centre.x - halfWidth),
    top: Math.max(0, centre.y - halfHeight),
    right: Math.min(1, centre.x + halfWidth),
    bottom: Math.min(1, centre.y + halfHeight),
  }
}

function draw(
  bitmap: ImageBitmap,
  { left, top, right, bottom }: Box,
  widthPx: number,
  heightPx: number,
): OffscreenCanvas {
  const canvas = new OffscreenCanvas(widthPx, heightPx)
  const context = contextOf(canvas)
  context.imageSmoothingQuality = 'high'
  context.drawImage(
    bitmap,
    left * bitmap.width,
    top * bitmap.height,
    (right - left) * bitmap.width,
    (bottom - top) * bitmap.height,
    0,
    0,
    widthPx,
    heightPx,
  )
  return canvas
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  // Read back for the luma: kept in memory instead of on the graphics card.
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('There is no memory to draw a picture in')
  return context
}
