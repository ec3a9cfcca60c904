import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileNameOf, parseFileName } from '../../src/core/sets/fileName.ts'
import { groupLibrary } from '../../src/core/sets/groupLibrary.ts'
import { planLibrary, singleCount } from './plan.ts'
import { simulatedChoice, TASTES, tasteScores, type SampleTruth } from './truth.ts'

const large = planLibrary({ setCount: 3000, seed: 'plan', projectCount: 3, layout: 'stages' })
const allVariants = large.sets.flatMap((set) => set.variants)

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}

function correlation(left: readonly number[], right: readonly number[]): number {
  const [leftMean, rightMean] = [mean(left), mean(right)]
  const moment = (a: readonly number[], aMean: number, b: readonly number[], bMean: number) =>
    mean(a.map((value, index) => (value - aMean) * (b[index]! - bMean)))
  const joint = moment(left, leftMean, right, rightMean)
  return (
    joint /
    Math.sqrt(moment(left, leftMean, left, leftMean) * moment(right, rightMean, right, rightMean))
  )
}

/** What Setwise makes of a planned library, as lists of paths. */
function grouped(truth: SampleTruth) {
  const files = [...truth.sets, ...truth.singles].flatMap((set) =>
    set.variants.map(({ file }) => ({ relativePath: file, takenAtMs: null, signature: null })),
  )
  const { sets, singles } = groupLibrary(files, { rootName: 'root' })
  return {
    sets: sets.map((set) => set.members.map((member) => member.relativePath)),
    singles: singles.map((single) => single.relativePath),
  }
}

const byText = (left: readonly string[], right: readonly string[]) =>
  left.join() < right.join() ? -1 : 1

test('Setwise finds exactly the sets and singles that were planned, by name and by folder', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 8 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom('stages' as const, 'folders' as const),
      (seed, setCount, projectCount, layout) => {
        const truth = planLibrary({ setCount, seed, projectCount, layout })
        expect(truth.sets).toHaveLength(setCount)
        expect(truth.singles).toHaveLength(singleCount(setCount))
        const found = grouped(truth)
        const planned = truth.sets.map((set) => set.variants.map(({ file }) => file))
        expect(found.sets.toSorted(byText)).toEqual(planned.toSorted(byText))
        expect(found.singles.toSorted()).toEqual(truth.singles.map((set) => set.key).toSorted())
      },
    ),
  )
})

test('names carry the stage and the moment of the truth', () => {
  for (const { file, stage, takenAtMs } of allVariants) {
    const name = parseFileName(fileNameOf(file))
    expect({ stage: name.stage, takenAtMs: name.timestampMs }).toEqual({ stage, takenAtMs })
  }
})

test('shots of a set are seconds apart, sets minutes', () => {
  for (const layout of ['stages', 'photos'] as const) {
    const { sets, singles } = planLibrary({ setCount: 200, seed: 't', projectCount: 3, layout })
    for (const project of new Set(sets.map((set) => set.project))) {
      const own = [...sets, ...singles]
        .filter((set) => set.project === project)
        .toSorted((a, b) => a.variants[0]!.takenAtMs - b.variants[0]!.takenAtMs)
      let previousMs = -Infinity
      for (const { variants } of own) {
        const times = variants.map((variant) => variant.takenAtMs)
        expect(times[0]! - previousMs).toBeGreaterThan(120_000)
        times.slice(1).forEach((time, index) => {
          const limit = layout === 'photos' ? 2000 : 40_000
          expect(time - times[index]!).toBeGreaterThanOrEqual(1000)
          expect(time - times[index]!).toBeLessThanOrEqual(limit)
        })
        previousMs = times.at(-1)!
      }
    }
  }
})

describe('defects', () => {
  test('every taste can decide every set', () => {
    const least = { sharp: 0.25, dark: 0.1, warm: 0.2, left: 0.015 }
    for (const set of large.sets) {
      for (const taste of TASTES) {
        const [best, second] = tasteScores(set, taste).toSorted((a, b) => b - a)
        expect(best! - second!).toBeGreaterThan(least[taste])
      }
    }
  })

  test('no taste follows the stage: its favourite is the highest stage as often as chance has it', () => {
    const chance = large.sets.reduce((sum, set) => sum + 1 / set.variants.length, 0)
    for (const taste of TASTES) {
      const hits = large.sets.filter(
        (set) => simulatedChoice(set, taste, 0, 0) === set.variants.length - 1,
      ).length
      expect(Math.abs(hits - chance)).toBeLessThan(
        4 * Math.sqrt(chance * (1 - chance / large.sets.length)),
      )
    }
  })

  test('tastes, noise and stage do not correlate', () => {
    const axes = [
      allVariants.map((variant) => variant.stage),
      allVariants.map((variant) => variant.noiseSigma),
      ...TASTES.map((taste) => large.sets.flatMap((set) => tasteScores(set, taste))),
    ]
    axes.forEach((left, index) => {
      for (const right of axes.slice(index + 1)) {
        // 8,500 images: the standard error of a correlation is 0.011.
        expect(Math.abs(correlation(left, right))).toBeLessThan(0.045)
      }
    })
  })
})

test('the first set shows three upright portraits', () => {
  const [first] = large.sets
  expect(first!.source).toEqual({ kind: 'scene', scene: 'portrait' })
  expect(first!.variants).toHaveLength(3)
  expect(first!.heightPx).toBeGreaterThan(first!.widthPx)
})
