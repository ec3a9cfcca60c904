import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { CandidateReport, Receipt } from '../../../shared/ranking.ts'
import { comparisonWord } from './ComparisonTable.tsx'
import { ReceiptCard } from './ReceiptCard.tsx'

const tried: CandidateReport = {
  name: 'linear-all',
  agreement: 0.921,
  low: 0.893,
  high: 0.946,
  n: 412,
  notHighestStage: { share: null, low: null, high: null, n: 0 },
  logLoss: 0.3,
  calibrationError: 0.018,
  eligible: true,
  reason: '',
}

const receipt: Receipt = {
  decisions: 412,
  candidates: [
    tried,
    {
      ...tried,
      name: 'mlp-all',
      agreement: null,
      low: null,
      high: null,
      n: 0,
      calibrationError: null,
      eligible: false,
      reason: 'Needs 30 decided sets; there are 18.',
    },
  ],
  chosen: 'linear-all',
  promoted: true,
  reason: 'Promoted: better than the highest stage.',
  comparisons: [{ against: 'highest-stage', difference: 0.069, low: 0.041, high: 0.097, n: 412 }],
  inUse: { share: 0.874, low: 0.81, high: 0.93, n: 103 },
  seconds: 4.1,
  seed: 1,
}

describe('the receipt', () => {
  test('a difference counts only when its interval excludes zero', () => {
    expect(comparisonWord(0.001, 0.02)).toBe('better')
    expect(comparisonWord(-0.02, -0.001)).toBe('worse')
    expect(comparisonWord(-0.01, 0.02)).toBe('not told apart')
    expect(comparisonWord(0, 0.02)).toBe('not told apart')
    expect(comparisonWord(null, null)).toBe('too little data to tell')
  })

  test('says n, figures with intervals, old against new, and the verdict', () => {
    const html = renderToStaticMarkup(<ReceiptCard receipt={receipt} />)
    for (const words of [
      'linear, everything promoted',
      'Promoted: better than the highest stage.',
      '412 decided sets',
      '92.1 %',
      '89.3–94.6',
      '+6.9 points',
      '+4.1 to +9.7',
      '87.4 % of the 103 sets',
      'Needs 30 decided sets; there are 18.',
    ]) {
      expect(html).toContain(words)
    }
  })

  test('what was not measured has no figure', () => {
    const html = renderToStaticMarkup(<ReceiptCard receipt={receipt} />)
    expect(html).not.toContain('NaN')
    expect(html).not.toContain('null')
    const row = html.slice(html.indexOf('receipt-mlp-all'), html.indexOf('receipt-comparisons'))
    expect(row).not.toContain('%')
  })

  test('a ranker that was not promoted is not said to be in use', () => {
    const html = renderToStaticMarkup(<ReceiptCard receipt={{ ...receipt, promoted: false }} />)
    expect(html).toContain('the ranker in use stays')
    expect(html).toContain('data-promoted="false"')
  })
})
