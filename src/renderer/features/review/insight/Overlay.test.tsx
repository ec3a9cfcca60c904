import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { ImageInsight, Saliency } from '../../../../shared/features.ts'
import { LAYERS, type Layer } from '../../../store/state.ts'
import { samplePeople, unknownInsight } from '../../../testing/sampleInsights.ts'
import { imageId } from '../../../testing/sampleSets.ts'
import { Overlay } from './Overlay.tsx'

const SALIENCY: Saliency = {
  map: { columns: 2, rows: 2, values: Uint8Array.of(0, 255, 0, 255) },
  box: { left: 0.5, top: 0, right: 1, bottom: 1 },
  centre: { x: 0.75, y: 0.5 },
  inside: { sharpness: 5, exposure: 0.5, contrast: 0.2 },
}
const FLAGS = [
  { words: 'ring finger is long', deviation: 4.6 },
  { words: 'tips spread wide', deviation: 3 },
]

/** A picture of 400 x 800 in a box of 600 x 400: shown 200 px wide, 200 px from the left. */
function draw(insight: Partial<ImageInsight>, layers: readonly Layer[] = LAYERS): string {
  return renderToStaticMarkup(
    <Overlay
      insight={{ ...unknownInsight(imageId(1)), ...insight }}
      layers={new Set(layers)}
      picture={{ widthPx: 400, heightPx: 800 }}
      box={{ widthPx: 600, heightPx: 400 }}
    />,
  )
}

const layersOf = (html: string): readonly string[] =>
  [...html.matchAll(/data-testid="((?:layer|box|hand|outline)[^"]*)"/g)].map(
    (match) => match[1] ?? '',
  )

describe('what is drawn over a picture', () => {
  test('lies exactly over the picture as it is shown, boxes at their pixels', () => {
    const html = draw({ people: samplePeople() })
    expect(html).toContain('style="left:200px;top:0;width:200px;height:400px"')
    // The face: a quarter to a half across, a tenth to three tenths down.
    expect(html).toMatch(/data-testid="box-face" x="50" y="40" width="50" height="80"/)
    // The shoulders, from one to the other; the hip cannot be seen.
    expect(html).toContain('d="M100.0 160.0L50.0 160.0"')
    expect(html.match(/r="3"/g)).toHaveLength(2)
    // 21 bones between 21 points.
    expect(html.match(/r="1.75"/g)).toHaveLength(21)
    const bones = /data-testid="layer-hand"><path d="([^"]*)"/.exec(html)?.[1] ?? ''
    expect(bones.match(/M/g)).toHaveLength(21)
  })

  test('each layer shows what is its own and nothing else', () => {
    const all = { people: samplePeople(), saliency: SALIENCY }
    const expected: Readonly<Record<Layer, readonly string[]>> = {
      faces: ['box-face'],
      hands: ['layer-hand', 'box-hand'],
      joints: ['layer-joints'],
      person: ['layer-person', 'outline'],
      'standing-out': ['layer-standing-out'],
      subject: ['box-subject'],
    }
    for (const layer of LAYERS) expect(layersOf(draw(all, [layer]))).toEqual(expected[layer])
    expect(layersOf(draw(all, []))).toEqual([])
  })

  test('the subject is the person, or what stands out where there is nobody', () => {
    expect(draw({ people: samplePeople(), saliency: SALIENCY }, ['subject'])).toContain(
      'x="0" y="0" width="100" height="400"',
    )
    expect(draw({ saliency: SALIENCY }, ['subject'])).toContain(
      'x="100" y="0" width="100" height="400"',
    )
  })

  test('a hand that stands out says its worst measure at its box, and how many more', () => {
    const html = draw({ people: samplePeople(FLAGS) })
    expect(layersOf(html)).toContain('box-flagged')
    expect(html).toContain('ring finger is long, 1 more')
    // The hand is right of the middle: its words grow to the left from its right edge.
    expect(html).toMatch(/style="right:(40|39\.9+\d*)px;top:176px;max-width:160px"/)
    expect(layersOf(draw({ people: samplePeople() }))).not.toContain('hand-hint')
    expect(draw({ people: samplePeople(FLAGS) }, ['faces'])).not.toContain('ring finger')
  })

  test('nothing known, nothing drawn', () => {
    expect(layersOf(draw({}))).toEqual([])
  })
})
