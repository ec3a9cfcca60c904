import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupLibrary, needsInspection, type LibraryFile } from './groupLibrary.ts'

const LOOKS = { plain: 0, inverse: 1 } as const

/** Two pictures without any likeness: a ramp to the right and one to the left. */
function look(kind: keyof typeof LOOKS): Uint8Array {
  return Uint8Array.from({ length: 192 }, (_, index) => {
    const x = Math.floor(index / 3) % 8
    return 30 * (LOOKS[kind] === 0 ? x : 7 - x)
  })
}

function file(
  relativePath: string,
  takenAtMs: number | null = null,
  signature: Uint8Array | null = null,
): LibraryFile {
  return { relativePath, takenAtMs, signature }
}

/** Sets as `project groupedBy: members`, singles as paths: easy to read in a failure. */
function group(files: readonly LibraryFile[]): { sets: string[]; singles: string[] } {
  const { sets, singles } = groupLibrary(files, { rootName: 'Root' })
  return {
    sets: sets.map(
      (set) =>
        `${set.project} ${set.groupedBy}: ${set.members.map((member) => member.relativePath).join(' ')}`,
    ),
    singles: singles.map((single) => single.relativePath),
  }
}

const GENERATED = '20250708_060558_stage1_generated.png'
const UPSCALED = '20250708_060711_stage2_upscaled.png'
const PLAIN = '20250708_060600.png'

describe('projects', () => {
  test('the first folder below the root; the root by its name for its own files', () => {
    const files = [
      file(`mojo1/deep/${UPSCALED}`),
      file(`mojo1/${GENERATED}`),
      file(UPSCALED),
      file(GENERATED),
    ]
    expect(group(files).sets).toEqual([
      `Root stage: ${GENERATED} ${UPSCALED}`,
      `mojo1 stage: mojo1/${GENERATED} mojo1/deep/${UPSCALED}`,
    ])
  })

  test('a set never mixes projects, not even with a folder that is called like the root', () => {
    const files = [file(GENERATED), file(`Root/${UPSCALED}`), file(`other/${UPSCALED}`)]
    expect(group(files).sets).toEqual([])
  })

  test('come in natural order', () => {
    const files = ['mojo10', 'mojo2', 'mojo1'].flatMap((project) => [
      file(`${project}/${GENERATED}`),
      file(`${project}/${UPSCALED}`),
    ])
    const { sets } = groupLibrary(files, { rootName: 'Root' })
    expect(sets.map((set) => set.project)).toEqual(['mojo1', 'mojo2', 'mojo10'])
  })
})

describe('the way is chosen per project', () => {
  test('one stage in a name makes all its files go by stage, the others as stage 0', () => {
    const files = [
      file(`a/set_1/${PLAIN}`),
      file('a/set_1/20250708_060601.png'),
      file(`a/${UPSCALED}`),
    ]
    expect(group(files)).toEqual({
      sets: [`a stage: a/set_1/20250708_060601.png a/${UPSCALED}`],
      singles: [`a/set_1/${PLAIN}`],
    })
  })

  test('else set folders are sets, and what is left goes by time', () => {
    const files = [
      file('a/set_10/2.jpg'),
      file('a/set_10/10.jpg'),
      file('a/set_9/1.jpg'),
      file('a/set_9/2.jpg'),
      file('a/party/1.jpg', 1000, look('plain')),
      file('a/party/2.jpg', 500, look('plain')),
      file('a/party/3.jpg', 1500, look('inverse')),
      file('a/set_11/alone.jpg'),
    ]
    expect(group(files)).toEqual({
      sets: [
        'a time: a/party/2.jpg a/party/1.jpg',
        'a folder: a/set_9/1.jpg a/set_9/2.jpg',
        'a folder: a/set_10/2.jpg a/set_10/10.jpg',
      ],
      singles: ['a/party/3.jpg', 'a/set_11/alone.jpg'],
    })
  })

  test('folders of sets directly below the root are found among their siblings', () => {
    const files = ['001', '002', '003'].flatMap((name) => [
      file(`${name}/a.jpg`),
      file(`${name}/b.jpg`),
    ])
    expect(group(files).sets).toEqual([
      '001 folder: 001/a.jpg 001/b.jpg',
      '002 folder: 002/a.jpg 002/b.jpg',
      '003 folder: 003/a.jpg 003/b.jpg',
    ])
  })

  test('the gap limit reaches grouping by stage', () => {
    const files = [file(GENERATED), file(UPSCALED)]
    const options = { rootName: 'Root', gapLimitMs: 60_000 }
    expect(groupLibrary(files, options).sets).toEqual([])
    expect(groupLibrary(files, options).singles).toEqual(files)
  })
})

describe('needsInspection', () => {
  test('names only what goes by time and has a neighbour in its folder', () => {
    const paths = [
      `staged/${GENERATED}`,
      'staged/other.jpg',
      'a/set_1/1.jpg',
      'a/set_1/2.jpg',
      'a/alone/1.jpg',
      'a/party/1.jpg',
      'a/party/2.jpg',
      'root1.jpg',
      'root2.jpg',
    ]
    expect(needsInspection(paths).toSorted()).toEqual([
      'a/party/1.jpg',
      'a/party/2.jpg',
      'root1.jpg',
      'root2.jpg',
    ])
  })
})

const anyPath = fc
  .tuple(
    fc.constantFrom('', 'a/', 'b/', 'a/set_1/', 'a/001/', 'a/002/', 'b/x/', 'c/'),
    fc.constantFrom(GENERATED, UPSCALED, PLAIN, 'one.jpg', 'two.jpg', 'IMG_1.jpg', 'IMG_2.jpg'),
  )
  .map(([folder, name]) => folder + name)

const library = fc
  .uniqueArray(anyPath, { maxLength: 40, size: 'max' })
  .chain((paths) =>
    fc.tuple(
      ...paths.map((path) =>
        fc
          .tuple(
            fc.option(fc.integer({ min: 0, max: 9000 })),
            fc.constantFrom<keyof typeof LOOKS>('plain', 'inverse'),
          )
          .map(([takenAtMs, kind]) => file(path, takenAtMs, look(kind))),
      ),
    ),
  )

describe('properties', () => {
  test('every image is in exactly one set or single, and sets keep to one project', () => {
    fc.assert(
      fc.property(library, (files) => {
        const { sets, singles } = groupLibrary(files, { rootName: 'Root' })
        const placed = [...sets.flatMap((set) => set.members), ...singles]
        expect(placed.length).toBe(files.length)
        expect(new Set(placed)).toEqual(new Set(files))
        for (const set of sets) {
          expect(set.members.length).toBeGreaterThanOrEqual(2)
          for (const member of set.members) {
            const [first, ...rest] = member.relativePath.split('/')
            expect(rest.length === 0 ? 'Root' : first).toBe(set.project)
          }
        }
      }),
    )
  })

  test('the order of the input does not matter', () => {
    const shuffledLibrary = library.chain((files) =>
      fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
    )
    fc.assert(
      fc.property(shuffledLibrary, ([files, shuffled]) => {
        expect(group(shuffled)).toEqual(group(files))
      }),
    )
  })

  test('what needs no inspection groups the same without its time and signature', () => {
    fc.assert(
      fc.property(library, (files) => {
        const inspected = new Set(needsInspection(files.map((each) => each.relativePath)))
        const bare = files.map((each) =>
          inspected.has(each.relativePath) ? each : file(each.relativePath),
        )
        expect(group(bare)).toEqual(group(files))
      }),
    )
  })
})
