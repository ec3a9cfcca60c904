import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { NOBODY } from '../../../../shared/people.ts'
import type { ImageInsight } from '../../../../shared/features.ts'
import { sampleJob } from '../../../testing/fakeMain.ts'
import { SAMPLE_PIXELS, samplePeople, unknownInsight } from '../../../testing/sampleInsights.ts'
import { imageOf, reviewSet } from '../../../testing/sampleSets.ts'
import { FeaturesPanel, type FeaturesPanelProps } from './FeaturesPanel.tsx'

const { set } = reviewSet({
  id: 7,
  sizes: [
    [2, 3],
    [2, 3],
  ],
})
const images = (...known: readonly Partial<ImageInsight>[]): readonly ImageInsight[] =>
  known.map((of, index) => ({ ...unknownInsight(imageOf(7, index + 1)), ...of }))

function render(props: Partial<FeaturesPanelProps>): string {
  return renderToStaticMarkup(
    <FeaturesPanel
      set={set}
      images={null}
      suggested={2}
      layers={new Set(['faces'])}
      withoutPeople={null}
      job={null}
      onToggle={() => undefined}
      onClose={() => undefined}
      {...props}
    />,
  )
}

const sentences = (html: string): readonly string[] =>
  [...html.matchAll(/<p>(.*?)<\/p>/g)].map((match) => match[1] ?? '')

const ALL = { pixels: SAMPLE_PIXELS, people: NOBODY }

describe('the features panel', () => {
  test('is labelled, says which set it is about, and that it waits', () => {
    const html = render({})
    expect(html).toContain('aria-label="Features" aria-busy="true"')
    expect(html).toContain('data-set-id="7"')
    expect(render({ images: images(ALL, ALL) })).toContain('aria-busy="false"')
    // While it waits it claims nothing.
    expect(html).not.toContain('–')
    expect(sentences(html)).toEqual([])
  })

  test('each layer is a button with its key that tells whether it is on', () => {
    const html = render({})
    expect(html).toMatch(/aria-pressed="true" data-testid="layer-toggle-faces".*?⇧F/)
    expect(html).toMatch(/aria-pressed="false" data-testid="layer-toggle-standing-out".*?⇧W/)
    expect(html.match(/aria-pressed/g)).toHaveLength(6)
  })

  test('the best is marked for eyes and for readers, and the column of the suggestion', () => {
    const sharper = { ...SAMPLE_PIXELS, sharpness: SAMPLE_PIXELS.sharpness + 1 }
    const html = render({ images: images(ALL, { ...ALL, pixels: sharper }) })
    expect(html).toContain('<td class="best">1,361<span class="for-readers">, best</span></td>')
    expect(html).toMatch(/data-suggested="true"><span class="for-readers">image <\/span>2</)
  })

  test('why something is not known is said in the panel', () => {
    const pixelsOnly = { pixels: SAMPLE_PIXELS }
    const running = sampleJob('features', 'Learning', 1, 9)
    expect(sentences(render({ images: images(ALL, ALL) }))).toEqual([])
    expect(sentences(render({ images: images(pixelsOnly, ALL), job: running }))).toEqual([
      'People are looked for after the other features. The set on screen comes first.',
    ])
    expect(
      sentences(render({ images: images(pixelsOnly, pixelsOnly), withoutPeople: 'No WebGL.' })),
    ).toEqual(['No WebGL.'])
    expect(sentences(render({ images: images({}, {}), job: running }))).toEqual([
      'Not looked at yet. The set on screen comes first.',
      'People are looked for after the other features.',
    ])
    const paused = sentences(
      render({ images: images({}, {}), job: { ...running, phase: 'paused' } }),
    )
    expect(paused[0]).toContain('paused')
    expect(sentences(render({ images: images({}, {}) }))[0]).toContain('start it in the library')
  })

  test('an image that could not be read is no gap to wait for', () => {
    const broken = reviewSet({
      id: 7,
      sizes: [
        [2, 3],
        [2, 3],
      ],
      failures: { 2: 'b.png is cut off.' },
    }).set
    expect(sentences(render({ set: broken, images: images(ALL, {}) }))).toEqual([
      'Image 2 could not be read, so nothing is known of it.',
    ])
  })

  test('what stands out at hands is said in full', () => {
    const people = samplePeople([
      { words: 'ring finger is long', deviation: 4.6 },
      { words: 'tips spread wide', deviation: 3 },
    ])
    expect(sentences(render({ images: images(ALL, { ...ALL, people }) }))).toEqual([
      'A hand in image 2: ring finger is long, tips spread wide.',
    ])
  })
})
