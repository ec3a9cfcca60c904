import sharp from 'sharp'
import { seededRandom } from '../random.ts'
import { figureScene } from './figure.ts'
import { balloonScene, hillScene } from './land.ts'
import { portraitScene } from './portrait.ts'
import { seaScene } from './sea.ts'
import { createSketch, layerDocument } from './sketch.ts'
import type { Scene, Sketch } from './sketch.ts'
import { stillLifeScene } from './stillLife.ts'

const DRAWERS = {
  portrait: portraitScene,
  figure: figureScene,
  'still life': stillLifeScene,
  hills: hillScene,
  balloons: balloonScene,
  sea: seaScene,
} as const satisfies Record<string, (sketch: Sketch) => Scene>

export type SceneKind = keyof typeof DRAWERS

/** How often each kind comes up: people most, because people are what most libraries hold. */
export const SCENE_DECK: readonly SceneKind[] = [
  'portrait',
  'portrait',
  'portrait',
  'figure',
  'figure',
  'still life',
  'still life',
  'hills',
  'balloons',
  'sea',
]

/** A scene in pixels. Rows from the top, 8 bits a channel, sRGB. */
export interface Layers {
  readonly widthPx: number
  readonly heightPx: number
  /** RGB. */
  readonly behind: Uint8Array
  /** RGBA, wider than the picture by `marginPx` on each side. */
  readonly subject: Uint8Array
  readonly marginPx: number
  /** RGBA; null when nothing stands before the subject. */
  readonly front: Uint8Array | null
  readonly caption: string
}

/**
 * Draws a scene; the same kind, seed and size give the same pixels.
 * @param maxShiftXFraction how far the subject will be shifted, of the width.
 */
export async function renderScene(
  kind: SceneKind,
  seed: string,
  widthPx: number,
  heightPx: number,
  maxShiftXFraction: number,
): Promise<Layers> {
  const unit = 1000 / Math.min(widthPx, heightPx)
  const sketch = createSketch(seededRandom(seed), widthPx * unit, heightPx * unit)
  const scene = DRAWERS[kind](sketch)
  const marginPx = Math.ceil(maxShiftXFraction * widthPx)
  const draw = (layer: string, margin: number) =>
    sharp(Buffer.from(layerDocument(sketch, layer, widthPx, heightPx, margin)))
  const background = draw(scene.behind, 0).removeAlpha()
  if (scene.behindBlur !== undefined) background.blur(scene.behindBlur / unit)
  const behind = await background.raw().toBuffer()
  const subject = await draw(scene.subject, marginPx).ensureAlpha().raw().toBuffer()
  const front =
    scene.front === '' ? null : await draw(scene.front, 0).ensureAlpha().raw().toBuffer()
  return { widthPx, heightPx, behind, subject, marginPx, front, caption: scene.caption }
}
