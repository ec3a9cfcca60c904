import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { imageOf, modelId, reviewSet } from '../testing/sampleSets.ts'
import { confidenceWord, describeConfidence, probabilityText } from './confidence.ts'
import { doneWords, stateWords } from './decisions.ts'
import { counted, interval, percent, points, signedInterval, timeLeft } from './numbers.ts'
import { rankerNameWords, ruleOf, stageWords } from './rankers.ts'

const SIZE = [832, 1216] as const

function suggested(probabilities: readonly number[] | 'uniform', model?: string) {
  const { suggestion } = reviewSet({
    id: 1,
    sizes: probabilities === 'uniform' ? [SIZE, SIZE, SIZE] : probabilities.map(() => SIZE),
    probabilities,
    ...(model === undefined ? {} : { modelId: modelId(model) }),
  })
  if (suggestion === null) throw new Error('The sample has a suggestion.')
  return suggestion
}

/** A distribution over n images with the given greatest share, the rest shared evenly. */
function withTop(top: number, n: number): number[] {
  return [top, ...Array.from({ length: n - 1 }, () => (1 - top) / (n - 1))]
}

describe('confidence words', () => {
  test('the stated bands hold for each set size', () => {
    const bands = [
      { n: 2, sure: 0.9, likely: 0.75, leaning: 0.6 },
      { n: 3, sure: 0.87, likely: 0.67, leaning: 0.47 },
      { n: 4, sure: 0.85, likely: 0.63, leaning: 0.4 },
      { n: 9, sure: 0.83, likely: 0.56, leaning: 0.29 },
    ]
    for (const { n, sure, likely, leaning } of bands) {
      expect(confidenceWord(sure, withTop(sure, n)), `sure of ${n}`).toBe('sure')
      expect(confidenceWord(sure - 0.02, withTop(sure - 0.02, n))).toBe('likely')
      expect(confidenceWord(likely, withTop(likely, n)), `likely of ${n}`).toBe('likely')
      expect(confidenceWord(likely - 0.02, withTop(likely - 0.02, n))).toBe('leaning')
      expect(confidenceWord(leaning, withTop(leaning, n)), `leaning of ${n}`).toBe('leaning')
      expect(confidenceWord(leaning - 0.02, withTop(leaning - 0.02, n))).toBe('toss-up')
    }
  })

  test('two images that lead together are a toss-up however many others there are', () => {
    expect(confidenceWord(0.48, [0.48, 0.46, 0.03, 0.03])).toBe('toss-up')
    expect(confidenceWord(0.48, [0.48, 0.4, 0.06, 0.06])).toBe('leaning')
  })

  test('the word never gets weaker when the suggestion gets more probable', () => {
    const order = ['toss-up', 'leaning', 'likely', 'sure']
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)].map((x) => 1 / n + x * (1 - 1 / n))
          const rank = (top: number): number => order.indexOf(confidenceWord(top, withTop(top, n)))
          expect(rank(low ?? 0)).toBeLessThanOrEqual(rank(high ?? 0))
        },
      ),
    )
  })

  test('a number with a word for a learned model', () => {
    expect(describeConfidence(suggested([0.04, 0.92, 0.04]))).toEqual({
      text: '92 % sure',
      isMeasured: true,
    })
    expect(describeConfidence(suggested([0.52, 0.48])).text).toBe('52 % toss-up')
  })

  test('an uncalibrated rule says what it is, without any percentage', () => {
    const highest = suggested('uniform')
    expect(describeConfidence(highest)).toEqual({ text: 'rule: highest stage', isMeasured: false })
    expect(probabilityText(highest, imageOf(1, 1))).toBeNull()
    expect(describeConfidence(suggested([0.5, 0.5], 'rule-sharpest')).text).toBe('rule: sharpest')
  })

  test('a calibrated rule and a learned model without an opinion have honest numbers', () => {
    expect(describeConfidence(suggested([0.1, 0.9], 'rule-sharpest')).text).toBe('90 % sure')
    expect(describeConfidence(suggested([0.5, 0.5], '20261122T1-mlp-all')).text).toBe(
      '50 % toss-up',
    )
  })

  test('each image has its own probability', () => {
    expect(probabilityText(suggested([0.04, 0.92, 0.04]), imageOf(1, 3))).toBe('4 %')
    expect(probabilityText(null, imageOf(1, 3))).toBeNull()
  })
})

describe('numbers', () => {
  test('nothing that is not certain reads as certain', () => {
    expect(['0', '<1 %', '1 %', '50 %', '>99 %', '100']).toEqual([
      percent(0).slice(0, 1),
      percent(0.004),
      percent(0.012),
      percent(0.5),
      percent(0.996),
      percent(1).slice(0, 3),
    ])
  })

  test('counts, differences, intervals, times', () => {
    expect(counted(1, 'set')).toBe('1 set')
    expect(counted(1204, 'set')).toBe('1,204 sets')
    expect(points(0.0042)).toBe('+0.4 points')
    expect(points(-0.02)).toBe('−2.0 points')
    expect(points(-0.0001)).toBe('0.0 points')
    expect(interval(0.974, 0.99)).toBe('97.4–99.0')
    expect(signedInterval(-0.001, 0.008)).toBe('−0.1 to +0.8')
    expect([timeLeft(0.2), timeLeft(95), timeLeft(7200)]).toEqual([
      '1 s left',
      'about 2 min left',
      'about 2.0 h left',
    ])
  })
})

describe('rankers and stages', () => {
  test('names the rule of a model id, and no rule for a learned model', () => {
    expect(ruleOf(modelId('rule-highest-stage'))).toBe('highest-stage')
    expect(ruleOf(modelId('20261122T184501-linear-all'))).toBeNull()
    expect(rankerNameWords('linear-all')).toBe('linear, everything')
    expect(rankerNameWords('ranker 13')).toBe('ranker 13')
  })

  test('stage 0 is no stage', () => {
    expect([0, 1.5, 3, 7].map(stageWords)).toEqual([
      null,
      'stage 1.5 · face swapped',
      'stage 3 · enhanced',
      'stage 7',
    ])
  })
})

describe('decisions', () => {
  const open = reviewSet({ id: 1203, sizes: [SIZE, SIZE, SIZE] })

  test('the undo hint names what was done and where', () => {
    const pick = { kind: 'pick', imageId: imageOf(1203, 3) } as const
    expect(doneWords(pick, open.set, 1202)).toBe('kept 3 in set 1,203')
    expect(doneWords({ kind: 'reject' }, open.set, 1202)).toBe('rejected set 1,203')
    expect(doneWords({ kind: 'skip' }, open.set, 0)).toBe('skipped set 1')
  })

  test('the state of a decided set', () => {
    expect(stateWords(open)).toBeNull()
    expect(stateWords({ ...open, state: 'pick', picked: imageOf(1203, 2) })).toBe('kept 2')
    expect(stateWords({ ...open, state: 'reject' })).toBe('rejected')
  })
})
