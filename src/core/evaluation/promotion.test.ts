import { describe, expect, test } from 'vitest'
import type { Estimate } from '../../shared/ranking.ts'
import { decidePromotion, type PromotionCase } from './promotion.ts'

const between = (low: number, high: number, n = 100): Estimate => ({
  share: (low + high) / 2,
  low,
  high,
  n,
})
const unknown = (n: number): Estimate => ({ share: null, low: null, high: null, n })

const better = between(0.05, 0.15)
const equal = between(-0.05, 0.05)
const worse = between(-0.15, -0.05)

function decide(change: Partial<PromotionCase>) {
  return decidePromotion({
    chosen: 'linear-all',
    current: 'highest-stage',
    currentIsUsable: true,
    difference: better,
    rareDifference: better,
    logLossGain: equal,
    ...change,
  })
}

describe('a rule in use', () => {
  test('is replaced by what is better', () => {
    const { promoted, reason } = decide({})
    expect(promoted).toBe(true)
    expect(reason).toContain('+10.0 points, 95 % interval 5.0 to 15.0 on 100 decided sets')
  })

  test.each([
    ['equal', equal],
    ['worse', worse],
  ])('is not replaced by what is %s', (_, difference) => {
    expect(decide({ difference }).promoted).toBe(false)
  })

  test('stays when there are too few sets to tell, and says how many it takes', () => {
    const { promoted, reason } = decide({ difference: unknown(12) })
    expect(promoted).toBe(false)
    expect(reason).toMatch(/on 12 decided sets only.*takes 20/)
  })

  test('is promoted again only when its confidence became better', () => {
    const same = { chosen: 'highest-stage', difference: between(0, 0) } as const
    expect(decide({ ...same, logLossGain: better })).toMatchObject({
      promoted: true,
      reason: expect.stringContaining('confidence'),
    })
    expect(decide({ ...same, logLossGain: equal }).promoted).toBe(false)
    expect(decide({ ...same, logLossGain: unknown(5) }).promoted).toBe(false)
  })
})

describe('a learned ranker in use', () => {
  const learned = { current: 'linear-small' } as const

  test.each([
    ['better', better, true],
    ['equal', equal, true],
    ['worse', worse, false],
  ])('facing one that is %s', (_, difference, promoted) => {
    expect(decide({ ...learned, difference }).promoted).toBe(promoted)
  })

  test('can give way to a rule', () => {
    expect(decide({ ...learned, chosen: 'sharpest', difference: equal }).promoted).toBe(true)
  })

  test('that cannot score any more always gives way', () => {
    const { promoted, reason } = decide({
      ...learned,
      currentIsUsable: false,
      difference: unknown(0),
    })
    expect(promoted).toBe(true)
    expect(reason).toContain('cannot')
  })
})

describe('where the pick was not the highest stage', () => {
  test('worse is refused, even when the whole is better', () => {
    const { promoted, reason } = decide({ current: 'linear-small', rareDifference: worse })
    expect(promoted).toBe(false)
    expect(reason).toContain('did not pick the highest stage')
  })

  test.each([
    ['equal', equal],
    ['too few to tell', unknown(4)],
  ])('%s is no obstacle', (_, rareDifference) => {
    expect(decide({ rareDifference }).promoted).toBe(true)
  })
})
