import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CancelledError } from '../../shared/errors.ts'
import { QUIET, useTemporaryTree } from './folderWalk.fixture.ts'
import { walkFolder } from './folderWalk.ts'

const tree = useTemporaryTree()

async function paths(): Promise<string[]> {
  const { files } = await walkFolder(tree.absolute('root'), QUIET)
  return files.map((file) => file.relativePath)
}

describe('what is found', () => {
  test('images of every kind, any case, in every folder, in natural order', async () => {
    const found = ['a/b/1.png', '2.JPG', '3.jpeg', '4.WebP', '5.tif', '6.TIFF', '7.avif', '8.heic']
    for (const path of [...found, '10.heif']) tree.put(`root/${path}`)
    expect(await paths()).toEqual([...found.slice(1), '10.heif', 'a/b/1.png'])
  })

  test('size and time of change', async () => {
    tree.put('root/a.png', '12345')
    utimesSync(tree.absolute('root/a.png'), 1_700_000_000, 1_700_000_000.1237)
    expect((await walkFolder(tree.absolute('root'), QUIET)).files).toEqual([
      { relativePath: 'a.png', sizeBytes: 5, modifiedMs: 1_700_000_000_123 },
    ])
  })

  test('not: other files, hidden ones, output folders at any depth', async () => {
    for (const path of ['a.txt', 'png', 'a.png.yaml', '.a.png', '._a.png', '.cache/a.png']) {
      tree.put(`root/${path}`)
    }
    for (const folder of ['__selected', '__crop', 'crop_auto', '__delete_staging']) {
      tree.put(`root/${folder}/a.png`)
      tree.put(`root/project/${folder}/deep/a.png`)
    }
    tree.put('root/selected/kept.png')
    expect(await walkFolder(tree.absolute('root'), QUIET)).toMatchObject({
      files: [{ relativePath: 'selected/kept.png' }],
      failed: [],
    })
  })

  test('a folder may be called like an image', async () => {
    tree.put('root/folder.png/a.jpg')
    expect(await paths()).toEqual(['folder.png/a.jpg'])
  })

  test('a root that is hidden or an output folder itself is walked: it was asked for', async () => {
    tree.put('.hidden/__selected/a.png')
    const { files } = await walkFolder(tree.absolute('.hidden/__selected'), QUIET)
    expect(files).toHaveLength(1)
  })

  test('an empty folder is no error', async () => {
    expect(await walkFolder(tree.absolute('root'), QUIET)).toEqual({ files: [], failed: [] })
  })
})

describe('names', () => {
  test.each([
    ['quotes', `a "b" 'c' \`d\`.png`],
    ['a newline', 'a\nb.png'],
    ['emoji', '👩‍👩‍👧‍👦 📷.png'],
    ['255 bytes', `${'é'.repeat(125)}a.png`],
    ['a backslash', 'a\\b.png'],
    ['a percent sign', '%2e%2e.png'],
    ['spaces and dots', ' a . b. .png'],
    ['composed accents', 'caf\u00e9.png'],
    ['decomposed accents', 'cafe\u0301.png'],
    ['a byte order mark', '\uFEFFa.png'],
  ])('with %s stay as on disk', async (_what, name) => {
    tree.put(`root/${name}`)
    tree.put(`root/folder ${name.slice(0, 20)}/a.png`)
    expect(await paths()).toEqual(
      expect.arrayContaining([name, `folder ${name.slice(0, 20)}/a.png`]),
    )
  })

  test.skipIf(process.platform !== 'linux')('that are not UTF-8 fail with a sentence', async () => {
    const invalid = Buffer.from([0x61, 0xff, 0x62])
    const inRoot = (name: Buffer): Buffer =>
      Buffer.concat([Buffer.from(`${tree.absolute('root')}/`), name])
    writeFileSync(inRoot(Buffer.concat([invalid, Buffer.from('.png')])), 'x')
    writeFileSync(inRoot(Buffer.concat([invalid, Buffer.from('.txt')])), 'x')
    mkdirSync(inRoot(invalid))
    tree.put('root/good.png')
    const { files, failed } = await walkFolder(tree.absolute('root'), QUIET)
    expect(files.map((file) => file.relativePath)).toEqual(['good.png'])
    expect(failed).toEqual([
      { path: 'a\uFFFDb', reason: 'The name of “a\uFFFDb” is not valid UTF-8. Rename it.' },
      { path: 'a\uFFFDb.png', reason: 'The name of “a\uFFFDb.png” is not valid UTF-8. Rename it.' },
    ])
  })
})

describe('progress and cancel', () => {
  test('progress rises to the number of images', async () => {
    for (let index = 0; index < 150; index += 1) tree.put(`root/${index % 3}/${index}.png`)
    const seen: number[] = []
    await walkFolder(tree.absolute('root'), {
      ...QUIET,
      onProgress: (imagesFound) => seen.push(imagesFound),
    })
    expect(seen.at(-1)).toBe(150)
    expect(seen).toEqual(seen.toSorted((left, right) => left - right))
  })

  test('cancel stops before the next folder', async () => {
    tree.put('root/a.png')
    tree.put('root/sub/b.png')
    let found = 0
    const walking = walkFolder(tree.absolute('root'), {
      isCancelled: () => found > 0,
      onProgress: (imagesFound) => {
        found = imagesFound
      },
    })
    await expect(walking).rejects.toBeInstanceOf(CancelledError)
    expect(found).toBe(1)
  })
})
