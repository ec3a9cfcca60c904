import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, rmSync, unlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { QUIET, useTemporaryTree } from './folderWalk.fixture.ts'
import { walkFolder } from './folderWalk.ts'

const tree = useTemporaryTree()

async function paths(): Promise<string[]> {
  const { files } = await walkFolder(tree.absolute('root'), QUIET)
  return files.map((file) => file.relativePath)
}

describe('files that cannot be used', () => {
  test('an empty file, named on one line', async () => {
    tree.put('root/sub/emp\nty.png', '')
    expect((await walkFolder(tree.absolute('root'), QUIET)).failed).toEqual([
      {
        path: 'sub/emp\nty.png',
        reason: '“emp\uFFFDty.png” is empty (0 bytes). Copy it again from its source.',
      },
    ])
  })

  test.skipIf(process.platform === 'win32')('a pipe called like an image', async () => {
    execFileSync('mkfifo', [tree.absolute('root/pipe.png')])
    const { files, failed } = await walkFolder(tree.absolute('root'), QUIET)
    expect(files).toEqual([])
    expect(failed).toMatchObject([
      { path: 'pipe.png', reason: expect.stringContaining('ordinary') },
    ])
  })

  test.skipIf(process.platform !== 'linux')('a path too long for the system', async () => {
    // 17 folders of 255 bytes pass the 4,096 bytes of Linux; step by step one gets there all the same.
    const script = `
      const { mkdirSync, writeFileSync } = require('node:fs')
      for (let depth = 0; depth < 17; depth += 1) {
        mkdirSync('d'.repeat(255))
        process.chdir('d'.repeat(255))
      }
      writeFileSync('a.png', 'x')`
    execFileSync(process.execPath, ['-e', script], { cwd: tree.absolute('root') })
    tree.put('root/short.png')
    try {
      const { files, failed } = await walkFolder(tree.absolute('root'), QUIET)
      expect(files.map((file) => file.relativePath)).toEqual(['short.png'])
      expect(failed).toMatchObject([{ reason: expect.stringContaining('is too long') }])
    } finally {
      execFileSync('rm', ['-rf', tree.absolute('root')])
    }
  })

  test('a file that vanishes between listing and looking', async () => {
    tree.put('root/a.png')
    tree.put('root/b.png')
    let asked = 0
    // Asked first before the folder is listed, then before the files are looked at.
    const isCancelled = (): boolean => {
      asked += 1
      if (asked === 2) unlinkSync(tree.absolute('root/a.png'))
      return false
    }
    const { files, failed } = await walkFolder(tree.absolute('root'), { ...QUIET, isCancelled })
    expect(files).toMatchObject([{ relativePath: 'b.png' }])
    expect(failed).toEqual([
      {
        path: 'a.png',
        reason:
          '“a.png” disappeared while its folder was being read. Open the folder again to look once more.',
      },
    ])
  })

  test('a folder that vanishes in the middle', async () => {
    tree.put('root/a.png')
    tree.put('root/gone/b.png')
    tree.put('root/stays/c.png')
    const onProgress = (): void =>
      rmSync(tree.absolute('root/gone'), { recursive: true, force: true })
    const { files, failed } = await walkFolder(tree.absolute('root'), { ...QUIET, onProgress })
    expect(files.map((file) => file.relativePath)).toEqual(['a.png', 'stays/c.png'])
    expect(failed).toMatchObject([
      { path: 'gone', reason: expect.stringContaining('“gone” disappeared') },
    ])
  })

  test.skipIf(process.platform === 'win32')('a folder without permission', async () => {
    tree.put('root/closed/a.png')
    tree.put('root/open/b.png')
    chmodSync(tree.absolute('root/closed'), 0)
    const { files, failed } = await asOrdinaryUser(() => walkFolder(tree.absolute('root'), QUIET))
    expect(files.map((file) => file.relativePath)).toEqual(['open/b.png'])
    expect(failed).toEqual([
      {
        path: 'closed',
        reason: 'You have no permission to read “closed”. Allow it, then open the folder again.',
      },
    ])
  })
})

describe('the root', () => {
  test('that does not exist', async () => {
    await expect(walkFolder(tree.absolute('root/nowhere'), QUIET)).rejects.toMatchObject({
      code: 'folder-missing',
      message: expect.stringContaining(tree.absolute('root/nowhere')),
    })
  })

  test('that is a file', async () => {
    tree.put('root/a.png')
    await expect(walkFolder(tree.absolute('root/a.png'), QUIET)).rejects.toMatchObject({
      code: 'folder-missing',
      message: expect.stringContaining('is a file'),
    })
  })

  test('that vanishes in the middle is one error, not a list of failures', async () => {
    tree.put('root/a.png')
    tree.put('root/sub/b.png')
    const onProgress = (): void => {
      renameSync(tree.absolute('root'), tree.absolute('elsewhere'))
    }
    await expect(walkFolder(tree.absolute('root'), { ...QUIET, onProgress })).rejects.toMatchObject(
      {
        code: 'folder-missing',
      },
    )
  })

  test.skipIf(process.platform === 'win32')('that may not be read', async () => {
    chmodSync(tree.absolute('root'), 0)
    await expect(
      asOrdinaryUser(() => walkFolder(tree.absolute('root'), QUIET)),
    ).rejects.toMatchObject({
      code: 'file-unreadable',
    })
  })
})

describe.skipIf(process.platform === 'win32')('symbolic links', () => {
  test('a file goes by its own name, also when a link to it comes first', async () => {
    tree.put('root/b/real.png')
    mkdirSync(tree.absolute('root/a'))
    tree.link('root/a/link.png', '../b/real.png')
    tree.link('root/link.png', 'b/real.png')
    expect(await paths()).toEqual(['b/real.png'])
  })

  test('a file outside the root is found once, by its first link', async () => {
    tree.put('elsewhere/real.png')
    tree.link('root/2.png', '../elsewhere/real.png')
    tree.link('root/10.png', tree.absolute('elsewhere/real.png'))
    expect(await paths()).toEqual(['2.png'])
  })

  test('a folder outside is walked once, with all its links and the folders in it', async () => {
    tree.put('elsewhere/a.png')
    tree.put('elsewhere/sub/b.png')
    tree.link('root/first', '../elsewhere')
    tree.link('root/second', '../elsewhere')
    tree.link('root/third', '../elsewhere/sub')
    tree.link('root/x.png', '../elsewhere/a.png')
    expect(await paths()).toEqual(['first/a.png', 'first/sub/b.png'])
  })

  test('loops end: to itself, to its folder, to the root, above the root, round a corner', async () => {
    tree.put('root/a/b/1.png')
    tree.put('neighbour/2.png')
    tree.put('elsewhere/3.png')
    tree.link('root/a/b/here', '.')
    tree.link('root/a/b/up', '../..')
    tree.link('root/a/root', tree.absolute('root'))
    tree.link('root/above', tree.absolute('.'))
    tree.link('root/other', '../elsewhere')
    tree.link('elsewhere/up', tree.absolute('.'))
    tree.link('elsewhere/root', tree.absolute('root'))
    expect(await walkFolder(tree.absolute('root'), QUIET)).toMatchObject({
      files: [{ relativePath: 'a/b/1.png' }, { relativePath: 'other/3.png' }],
      failed: [],
    })
  })

  test('two folders outside that lead to each other are walked once each', async () => {
    tree.put('one/1.png')
    tree.put('two/2.png')
    tree.link('one/to-two', '../two')
    tree.link('two/to-one', '../one')
    tree.link('root/start', '../one')
    expect(await walkFolder(tree.absolute('root'), QUIET)).toMatchObject({
      files: [{ relativePath: 'start/1.png' }, { relativePath: 'start/to-two/2.png' }],
      failed: [],
    })
  })

  test('a folder that holds the link or the root is not followed, whatever else lies in it', async () => {
    tree.put('home/root/1.png')
    tree.put('home/unasked.png')
    tree.put('elsewhere/unasked.png')
    tree.put('elsewhere/deep/2.png')
    tree.link('home/root/deep', '../../elsewhere/deep')
    tree.link('elsewhere/deep/up', '..')
    tree.link('elsewhere/deep/home', tree.absolute('home'))
    const { files } = await walkFolder(tree.absolute('home/root'), QUIET)
    expect(files.map((file) => file.relativePath)).toEqual(['1.png', 'deep/2.png'])
  })

  test('a link counts by its own name', async () => {
    tree.put('elsewhere/a.png')
    tree.link('root/notes.txt', '../elsewhere/a.png')
    expect(await paths()).toEqual([])
    tree.link('root/a.jpg', '../elsewhere/a.png')
    expect(await paths()).toEqual(['a.jpg'])
  })

  test('a root that is itself a link', async () => {
    tree.put('root/a.png')
    tree.link('alias', 'root')
    tree.link('root/back', '../alias')
    const { files } = await walkFolder(tree.absolute('alias'), QUIET)
    expect(files.map((file) => file.relativePath)).toEqual(['a.png'])
  })

  test('are no back door to hidden and output folders', async () => {
    tree.put('root/__selected/sub/a.png')
    tree.put('root/.hidden/b.png')
    tree.put('elsewhere/__crop/c.png')
    tree.put('.photos/d/e.png')
    tree.link('root/1', '__selected')
    tree.link('root/2', '__selected/sub')
    tree.link('root/3.png', '__selected/sub/a.png')
    tree.link('root/4.png', '.hidden/b.png')
    tree.link('root/5', '../elsewhere/__crop')
    // Outside the root only the folder itself counts: a home may well lie below a hidden one.
    tree.link('root/6', '../.photos/d')
    expect(await paths()).toEqual(['6/e.png'])
  })

  test('that lead nowhere fail with a sentence, unless they are no images anyway', async () => {
    tree.link('root/broken.png', 'nowhere.png')
    tree.link('root/folder', 'nowhere')
    tree.link('root/notes.txt', 'nowhere.txt')
    tree.link('root/self.png', 'self.png')
    const { failed } = await walkFolder(tree.absolute('root'), QUIET)
    expect(failed).toEqual([
      {
        path: 'broken.png',
        reason:
          '“broken.png” is a link to something that does not exist. Remove it, or restore what it leads to.',
      },
      {
        path: 'folder',
        reason:
          '“folder” is a link to something that does not exist. Remove it, or restore what it leads to.',
      },
      { path: 'self.png', reason: '“self.png” is a link that leads back to itself. Remove it.' },
    ])
  })
})

/** Root may read everything: permissions only show to another user, so the test becomes one for a while. */
async function asOrdinaryUser<Value>(run: () => Promise<Value>): Promise<Value> {
  const { geteuid, seteuid } = process
  if (geteuid === undefined || seteuid === undefined || geteuid() !== 0) return run()
  const NOBODY = 65534
  seteuid(NOBODY)
  try {
    return await run()
  } finally {
    seteuid(0)
  }
}
