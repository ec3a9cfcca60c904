import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupSimilar, type DatedImage } from './nearDuplicates.ts'

interface Seen extends DatedImage {
  /** Where the image lies on a circle: two images are as alike as the cosine of the degrees between them. */
  readonly degrees: number
}

const vectorOf = ({ degrees }: Seen): Float32Array => {
  const angle = (degrees * Math.PI) / 180
  // Encoders that do not normalise leave vectors of any length.
  return Float32Array.of(3 * Math.cos(angle), 3 * Math.sin(angle))
}

function image(relativePath: string, degrees: number, takenAtMs: number | null = null): Seen {
  return { project: relativePath.split('/')[0] ?? '', relativePath, takenAtMs, degrees }
}

function pathsOf(images: readonly Seen[]): string[][] {
  return groupSimilar(images, vectorOf).map((group) =>
    group.images.map(({ relativePath }) => relativePath),
  )
}

describe('groupSimilar', () => {
  it('groups what is alike, in order of time, whatever the order of the input', () => {
    const images = [
      image('anna/20250708_060711_stage2_upscaled.png', 10),
      image('anna/20250708_060612_stage1_generated.png', 90),
      image('anna/20250708_060558_stage1_generated.png', 0),
    ]
    const expected = [
      ['anna/20250708_060558_stage1_generated.png', 'anna/20250708_060711_stage2_upscaled.png'],
    ]
    expect(pathsOf(images)).toEqual(expected)
    expect(pathsOf(images.toReversed())).toEqual(expected)
  })

  it('says the least cosine with the first', () => {
    const [group] = groupSimilar(
      [image('a/1.png', 0), image('a/2.png', 5), image('a/3.png', 20)],
      vectorOf,
    )
    expect(group?.cosine).toBeCloseTo(Math.cos(Math.PI / 9), 6)
  })

  it('never mixes projects', () => {
    expect(pathsOf([image('anna/1.png', 0), image('bruno/1.png', 0)])).toEqual([])
  })

  it('takes the capture time before the time in the name', () => {
    const day = 24 * 60 * 60 * 1000
    const first = image('a/20250708_060558.png', 0, 0)
    expect(pathsOf([first, image('a/20250708_060559.png', 0, day)])).toHaveLength(1)
    expect(pathsOf([first, image('a/20250708_060559.png', 0, day + 1)])).toEqual([])
  })

  it('compares at most fifty places ahead', () => {
    const between = (count: number): Seen[] =>
      Array.from({ length: count }, (_, index) => image(`a/b${index}.png`, 100 + index * 100))
    const sees = (count: number): boolean =>
      pathsOf([image('a/a.png', 0), ...between(count), image('a/c.png', 1)]).some(
        (paths) => paths.includes('a/a.png') && paths.includes('a/c.png'),
      )
    expect(sees(49)).toBe(true)
    expect(sees(50)).toBe(false)
  })

  it('does not walk from one picture to another by small steps', () => {
    const images = Array.from({ length: 10 }, (_, index) => image(`a/${index}.png`, 20 * index))
    for (const paths of pathsOf(images)) expect(paths).toHaveLength(2)
  })

  it('leaves out images without an embedding or with one of length 0', () => {
    const images = [image('a/1.png', 0), image('a/2.png', 0), image('a/3.png', 0)]
    const vectors = [null, new Float32Array(2), Float32Array.of(1, 0)]
    expect(groupSimilar(images, (one) => vectors[images.indexOf(one)] ?? null)).toEqual([])
  })

  it('refuses vectors of different lengths', () => {
    const images = [image('a/1.png', 0), image('a/2.png', 0)]
    const vectors = [Float32Array.of(1), Float32Array.of(1, 0)]
    expect(() => groupSimilar(images, (one) => vectors[images.indexOf(one)] ?? null)).toThrow(
      RangeError,
    )
  })

  it('puts every image into one group at most, each like the first of its group', () => {
    const images = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 359 }), fc.constantFrom('anna', 'bruno')), {
        maxLength: 60,
      })
      .map((all) =>
        all.map(([degrees, project], index) => image(`${project}/${index}.png`, degrees)),
      )
    fc.assert(
      fc.property(images, (all) => {
        const groups = groupSimilar(all, vectorOf)
        const members = groups.flatMap((group) => group.images)
        expect(new Set(members).size).toBe(members.length)
        for (const {
          images: [first, ...others],
          cosine,
        } of groups) {
          expect(cosine).toBeGreaterThanOrEqual(0.85)
          for (const other of others) {
            const apart = ((other.degrees - (first?.degrees ?? 0)) * Math.PI) / 180
            expect(Math.cos(apart)).toBeGreaterThanOrEqual(cosine - 1e-6)
            expect(other.project).toBe(first?.project)
          }
        }
      }),
    )
  })
})
