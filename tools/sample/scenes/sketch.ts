import type { Random } from '../random.ts'
import type { Colour } from './colour.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Offset 0 to 1, colour, opacity 0 to 1 (1 when left out). */
export type Stop = readonly [offset: number, colour: Colour, opacity?: number]

/** A scene in three layers; only `subject` moves when a variant shifts its subject. */
export interface Scene {
  readonly behind: string
  readonly subject: string
  readonly front: string
  /** How far `behind` is out of focus: sigma in scene units. */
  readonly behindBlur?: number
  /** A few words for the captions. */
  readonly caption: string
}

/** Where one scene is drawn: its size in scene units (the short side is 1000) and its definitions. */
export interface Sketch {
  readonly random: Random
  readonly width: number
  readonly height: number
  /** A gradient along a line, in fractions of the painted shape; answers a paint. */
  linear(stops: readonly Stop[], x1?: number, y1?: number, x2?: number, y2?: number): string
  /** A gradient around a point, in fractions of the painted shape; answers a paint. */
  radial(stops: readonly Stop[], cx?: number, cy?: number, r?: number): string
  /** An attribute that blurs a shape by `sigma` scene units. */
  blur(sigma: number): string
  /** An attribute that cuts a shape to a path. */
  clip(d: string): string
  /** A tile repeated over a shape; answers a paint. Slow when the tile is small against the shape. */
  pattern(width: number, height: number, content: string, rotateDegrees?: number): string
  /** Everything defined so far, for the document's head. */
  definitions(): string
}

/** Short, stable text of a coordinate. */
export const n = (value: number): string => String(Math.round(value * 1000) / 1000)

function stopsMarkup(stops: readonly Stop[]): string {
  const markup = stops.map(([at, colour, opacity = 1]) => {
    return `<stop offset="${n(at)}" stop-color="${colour}" stop-opacity="${n(opacity)}"/>`
  })
  return markup.join('')
}

/** An empty sketch; its size in scene units, the short side 1000. */
export function createSketch(random: Random, width: number, height: number): Sketch {
  const definitions: string[] = []
  const define = (markup: (id: string) => string): string => {
    const id = `d${definitions.length}`
    definitions.push(markup(id))
    return id
  }
  return {
    random,
    width,
    height,
    linear: (stops, x1 = 0, y1 = 0, x2 = 0, y2 = 1) =>
      `url(#${define(
        (id) =>
          `<linearGradient id="${id}" x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}">${stopsMarkup(stops)}</linearGradient>`,
      )})`,
    radial: (stops, cx = 0.5, cy = 0.5, r = 0.5) =>
      `url(#${define(
        (id) =>
          `<radialGradient id="${id}" cx="${n(cx)}" cy="${n(cy)}" r="${n(r)}">${stopsMarkup(stops)}</radialGradient>`,
      )})`,
    blur: (sigma) =>
      ` filter="url(#${define(
        (id) =>
          `<filter id="${id}" x="-40%" y="-40%" width="180%" height="180%"><feGaussianBlur stdDeviation="${n(sigma)}"/></filter>`,
      )})"`,
    clip: (d) =>
      ` clip-path="url(#${define((id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`)})"`,
    pattern: (tileWidth, tileHeight, content, rotateDegrees = 0) =>
      `url(#${define(
        (id) =>
          `<pattern id="${id}" width="${n(tileWidth)}" height="${n(tileHeight)}" patternUnits="userSpaceOnUse" patternTransform="rotate(${n(rotateDegrees)})">${content}</pattern>`,
      )})`,
    definitions: () => definitions.join(''),
  }
}

/**
 * The renderer draws a shape with `opacity` through a layer as large as the picture; the opacity of
 * its paint looks the same on a shape with one paint and costs a fifth.
 */
function paintOpacity(extra: string, paint: 'fill' | 'stroke'): string {
  return extra.replace(/(^| )opacity=/, `$1${paint}-opacity=`)
}

export function path(d: string, fill: string, extra = ''): string {
  return `<path d="${d}" fill="${fill}" ${paintOpacity(extra, 'fill')}/>`
}

export function line(d: string, stroke: string, width: number, extra = ''): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round" ${paintOpacity(extra, 'stroke')}/>`
}

export function ellipse(
  x: number,
  y: number,
  rx: number,
  ry: number,
  fill: string,
  extra = '',
): string {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${paintOpacity(extra, 'fill')}/>`
}

/** A line whose edges fade out over about its width: a few strokes cost far less than a blur. */
export function softLine(d: string, colour: Colour, width: number, opacity: number): string {
  return [0.5, 1, 1.6, 2.3]
    .map((share) => line(d, colour, width * share, `opacity="${n(opacity * 0.32)}"`))
    .join('')
}

/** A spot that fades out, for shadows and glints: a gradient costs a hundredth of a blur. */
export function softEllipse(
  sketch: Sketch,
  x: number,
  y: number,
  rx: number,
  ry: number,
  colour: Colour,
  opacity: number,
): string {
  const fill = sketch.radial([
    [0, colour, opacity],
    [0.4, colour, opacity * 0.78],
    [0.7, colour, opacity * 0.28],
    [1, colour, 0],
  ])
  return ellipse(x, y, rx * 1.35, ry * 1.35, fill)
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  extra = '',
): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" ${paintOpacity(extra, 'fill')}/>`
}

export function group(content: string, extra = ''): string {
  return `<g ${extra}>${content}</g>`
}

/** The content moved to (x, y), scaled, then turned. */
export function placed(
  content: string,
  x: number,
  y: number,
  scale = 1,
  rotateDegrees = 0,
  mirrored = false,
): string {
  const scaleX = mirrored ? -scale : scale
  return `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(rotateDegrees)}) scale(${scaleX.toFixed(4)} ${scale.toFixed(4)})">${content}</g>`
}

/** `count` drawings one after another. */
export function repeat(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('')
}

/** A smooth curve through the points (Catmull-Rom as Bézier segments), starting with a move. */
export function curve(points: readonly Point[], closed = false): string {
  const count = points.length
  const at = (index: number): Point => {
    const wrapped = closed ? (index + count) % count : Math.min(count - 1, Math.max(0, index))
    return points[wrapped] ?? { x: 0, y: 0 }
  }
  let d = `M${n(at(0).x)} ${n(at(0).y)}`
  for (let index = 0; index < (closed ? count : count - 1); index += 1) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)]
    d += `C${n(from.x + (to.x - before.x) / 6)} ${n(from.y + (to.y - before.y) / 6)} ${n(to.x - (after.x - from.x) / 6)} ${n(to.y - (after.y - from.y) / 6)} ${n(to.x)} ${n(to.y)}`
  }
  return closed ? `${d}Z` : d
}

/**
 * One layer as an SVG document, on a transparent ground.
 * @param marginPx how much wider than the picture the layer is on each side, so that it can be shifted.
 */
export function layerDocument(
  sketch: Sketch,
  layer: string,
  widthPx: number,
  heightPx: number,
  marginPx = 0,
): string {
  const margin = (marginPx * sketch.width) / widthPx
  const viewBox = `${n(-margin)} 0 ${n(sketch.width + 2 * margin)} ${n(sketch.height)}`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx + 2 * marginPx}" height="${heightPx}" ` +
    `viewBox="${viewBox}" preserveAspectRatio="none"><defs>${sketch.definitions()}</defs>${layer}</svg>`
  )
}
