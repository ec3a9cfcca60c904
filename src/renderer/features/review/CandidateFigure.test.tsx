import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { reviewSet } from '../../testing/sampleSets.ts'
import { CandidateFigure, type CandidateFigureProps } from './CandidateFigure.tsx'
import { layoutSet } from './layout.ts'

const { set } = reviewSet({
  id: 7,
  sizes: [
    [832, 1216],
    [1664, 2432],
  ],
  failures: { 2: 'b.png is cut off. Copy it again.' },
})
const [whole, broken] = set.candidates

function render(props: Partial<CandidateFigureProps>): string {
  if (whole === undefined) throw new Error('The sample has two images.')
  return renderToStaticMarkup(
    <CandidateFigure
      candidate={whole}
      layout={layoutSet([{ widthPx: 832, heightPx: 1216 }], { widthPx: 900, heightPx: 900 })}
      confidence={null}
      probability={null}
      isKept={false}
      isReady
      {...props}
    />,
  )
}

describe('one image of a set', () => {
  test('shows its key number, probability, stage and size in pixels', () => {
    const html = render({ probability: '4 %' })
    for (const words of ['>1<', '4 %', 'stage 1 · generated', '832 × 1216']) {
      expect(html).toContain(words)
    }
    expect(html).toContain('data-testid="candidate-1"')
  })

  test('only the suggested image is marked as such, for eyes and for readers', () => {
    const suggested = render({ confidence: '92 % sure' })
    expect(suggested).toContain('data-suggested="true"')
    expect(suggested).toContain('aria-label="Image 1, suggested, 92 % sure, stage 1 · generated')
    expect(suggested).toContain('data-testid="confidence"')
    const other = render({ probability: '4 %' })
    expect(other).toContain('data-suggested="false"')
    expect(other).not.toContain('data-testid="suggestion"')
  })

  test('a failed image shows its sentence in place of the picture', () => {
    if (broken === undefined) throw new Error('The sample has two images.')
    const html = render({ candidate: broken })
    expect(html).toContain('b.png is cut off. Copy it again.')
    expect(html).not.toContain('<img')
  })

  test('the small preview stands in only while the large one is not decoded', () => {
    expect(render({ isReady: false })).toContain('setwise-image://preview/71/320')
    expect(render({ isReady: true })).not.toContain('/320')
    expect(render({ isReady: true })).toContain('setwise-image://preview/71/2560')
  })
})
