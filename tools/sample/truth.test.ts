import { describe, expect, test } from 'vitest'
import { planLibrary } from './plan.ts'
import {
  parseTaste,
  simulatedChoice,
  simulatedChoices,
  tasteScores,
  TASTES,
  type SetTruth,
} from './truth.ts'

const { sets } = planLibrary({ setCount: 3000, seed: 'truth', projectCount: 3, layout: 'stages' })

const favourite = (set: SetTruth, taste: (typeof TASTES)[number]) =>
  simulatedChoice(set, taste, 0, 0)

describe('tastes', () => {
  test('each likes what its name says', () => {
    for (const set of sets.slice(0, 200)) {
      const { variants } = set
      const best = TASTES.map((taste) => variants[favourite(set, taste)]!)
      expect(best[0]!.blurSigmaPx).toBe(Math.min(...variants.map((each) => each.blurSigmaPx)))
      expect(best[1]!.exposureStops).toBe(Math.min(...variants.map((each) => each.exposureStops)))
      expect(best[2]!.warmth).toBe(Math.max(...variants.map((each) => each.warmth)))
      expect(best[3]!.shiftXFraction).toBe(Math.min(...variants.map((each) => each.shiftXFraction)))
    }
  })

  test('a minus is the opposite taste', () => {
    for (const taste of TASTES) {
      const opposite = parseTaste(`-${taste}`)!
      for (const set of sets.slice(0, 50)) {
        const scores = tasteScores(set, taste)
        const against = tasteScores(set, opposite)
        scores.forEach((score, index) => expect(against[index]! + score).toBe(0))
      }
    }
  })

  test('only the four tastes and their opposites are read', () => {
    expect(['sharp', '-left', 'bright', '--dark', ''].map(parseTaste)).toEqual([
      'sharp',
      '-left',
      null,
      null,
      null,
    ])
  })
})

describe('simulated user', () => {
  test('errs as often as his noise says, and on every other variant alike', () => {
    const noise = 0.2
    const four = sets.filter((set) => set.variants.length === 4)
    const three = sets.filter((set) => set.variants.length === 3)
    const errors = sets.filter(
      (set) => simulatedChoice(set, 'warm', noise, 7) !== favourite(set, 'warm'),
    ).length
    // Five standard deviations of a binomial count; the seed is fixed, so it never fails by chance.
    const tolerance = 5 * Math.sqrt(sets.length * noise * (1 - noise))
    expect(Math.abs(errors - sets.length * noise)).toBeLessThan(tolerance)

    for (const [alike, rivals] of [
      [three, 2],
      [four, 3],
    ] as const) {
      const steps = Array.from({ length: rivals }, () => 0)
      for (const set of alike) {
        const count = set.variants.length
        const step = (simulatedChoice(set, 'warm', 1, 7) - favourite(set, 'warm') + count) % count
        expect(step).toBeGreaterThan(0)
        steps[step - 1]! += 1
      }
      const share = alike.length / rivals
      for (const chosen of steps) {
        expect(Math.abs(chosen - share)).toBeLessThan(5 * Math.sqrt(share))
      }
    }
  })

  test('the same seed gives the same choices, another seed others', () => {
    const [first, again, other] = [1, 1, 2].map((seed) =>
      sets.map((set) => simulatedChoice(set, 'dark', 0.3, seed)).join(),
    )
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  test('a choice names the kept file and all others', () => {
    const truth = planLibrary({ setCount: 20, seed: 's', projectCount: 2, layout: 'folders' })
    const choices = simulatedChoices(truth, '-left', 0.05, 1)
    expect(choices.map((choice) => choice.key)).toEqual(truth.sets.map((set) => set.key))
    choices.forEach(({ chosen, rejected }, index) => {
      const files = truth.sets[index]!.variants.map((variant) => variant.file)
      expect([chosen, ...rejected].toSorted()).toEqual(files.toSorted())
    })
  })
})
