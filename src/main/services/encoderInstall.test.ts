import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { mountSmallDisk } from '../../../tools/trouble/smallDisk.ts'
import { parseManifest } from '../../core/encoders/manifest.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { contentOf } from './download.fixture.ts'
import { makeHouse, manifestOf, writeEncoder } from './encoders.fixture.ts'

const CONTENT = contentOf(3000)
const OTHER = contentOf(3000, 2)
const NOWHERE = { url: 'https://example.com/model.onnx' }

let house: ReturnType<typeof makeHouse>
/** A folder of the person's own. */
let own: string

beforeEach(() => {
  house = makeHouse()
  own = join(house.folder, 'My own models', 'one')
  return () => house.remove()
})

const states = (encoders = house.start()): Record<string, string> =>
  Object.fromEntries(encoders.list().map(({ encoderId, state }) => [encoderId, state]))

describe('adding a folder', () => {
  const partial = (): string[] => readdirSync(join(house.library, '.partial'))

  test('copies it: what happens to the folder later breaks nothing', async () => {
    writeEncoder(own, manifestOf(CONTENT), CONTENT)
    expect(await house.start().add(own)).toBe('tiny')
    renameSync(own, `${own} moved`)
    const encoders = house.start()
    expect(states(encoders)).toEqual({ standard: 'ready', tiny: 'ready' })
    encoders.use('tiny')
    const { folder } = encoders.inUse()
    expect(new Uint8Array(readFileSync(join(folder, 'model.onnx')))).toEqual(CONTENT)
    expect(parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), '').id).toBe('tiny')
    expect(partial()).toEqual([])
  })

  test('again: nothing to do; a newer version replaces the older one; broken ones are replaced', async () => {
    writeEncoder(own, manifestOf(CONTENT), CONTENT)
    const encoders = house.start()
    await encoders.add(own)
    await encoders.add(own)
    mkdirSync(join(house.library, 'tiny-x'))
    writeEncoder(own, manifestOf(OTHER, { version: 2, file: 'other.onnx' }), OTHER)
    await encoders.add(own)
    expect(readdirSync(house.library).toSorted()).toEqual(['.partial', 'tiny-2', 'tiny-x'])
    expect(encoders.list()[1]).toMatchObject({ encoderId: 'tiny', version: 2, state: 'ready' })
    rmSync(join(house.library, 'tiny-2', 'other.onnx'))
    expect(states(encoders)).toMatchObject({ tiny: 'broken' })
    await encoders.add(own)
    expect(states(encoders)).toMatchObject({ tiny: 'ready' })
    encoders.reportBroken('tiny', 'Its SHA-256 differs.')
    writeFileSync(join(house.library, 'tiny-2', 'other.onnx'), 'rotten')
    await encoders.add(own)
    expect(states(encoders)).toMatchObject({ tiny: 'ready' })
    expect(new Uint8Array(readFileSync(join(house.library, 'tiny-2', 'other.onnx')))).toEqual(OTHER)
    expect(partial()).toEqual([])
  })

  test('brings what could be downloaded', async () => {
    const offered = manifestOf(CONTENT, { download: NOWHERE })
    writeEncoder(join(house.shipped, 'tiny'), offered, null)
    writeEncoder(own, manifestOf(CONTENT), CONTENT)
    await house.start().add(own)
    expect(states()).toMatchObject({ tiny: 'ready' })
  })

  const refusals: readonly (readonly [string, () => void, string, RegExp])[] = [
    [
      'no such folder',
      () => undefined,
      'model-missing',
      /manifest\.json cannot be read \(ENOENT\)/,
    ],
    [
      'no model',
      () => writeEncoder(own, manifestOf(CONTENT), null),
      'model-missing',
      /model\.onnx cannot be read/,
    ],
    [
      'a model that is a folder',
      () => {
        writeEncoder(own, manifestOf(CONTENT), null)
        mkdirSync(join(own, 'model.onnx'))
      },
      'model-missing',
      /model\.onnx cannot be read \(EISDIR\)/,
    ],
    [
      'a missing field',
      () => {
        writeEncoder(own, manifestOf(CONTENT), CONTENT)
        writeFileSync(
          join(own, 'manifest.json'),
          JSON.stringify({ ...manifestOf(CONTENT), sha256: 1 }),
        )
      },
      'model-altered',
      /sha256/,
    ],
    [
      'another model than its manifest says',
      () => writeEncoder(own, manifestOf(CONTENT), OTHER),
      'model-altered',
      /model\.onnx has the SHA-256 [0-9a-f]{64}, and its manifest says/,
    ],
    [
      'an id that is no name',
      () => writeEncoder(own, manifestOf(CONTENT, { id: 'Tiny' }), CONTENT),
      'model-altered',
      /id Tiny/,
    ],
    [
      'a model called like the manifest',
      () => writeEncoder(own, manifestOf(CONTENT, { file: 'Manifest.json' }), CONTENT),
      'model-altered',
      /another name/,
    ],
    [
      'the id of another model',
      () => writeEncoder(own, manifestOf(CONTENT, { id: 'standard' }), CONTENT),
      'invalid-request',
      /already an encoder standard, version 1/,
    ],
  ]
  test.each(refusals)('%s is refused, and nothing is added', async (_, make, code, sentence) => {
    make()
    const before = house.start().list()
    await expect(house.start().add(own)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    })
    await expect(house.start().add(own)).rejects.toThrow(house.folder)
    expect(house.start().list()).toEqual(before)
    expect(existsSync(house.library)).toBe(false)
  })

  test('other preprocessing under the same id and version would mix embeddings', async () => {
    writeEncoder(own, manifestOf(CONTENT), CONTENT)
    await house.start().add(own)
    const { input } = manifestOf(CONTENT)
    writeEncoder(own, manifestOf(CONTENT, { input: { ...input, mean: [0, 0, 0.5] } }), CONTENT)
    await expect(house.start().add(own)).rejects.toThrow('higher version')
    writeEncoder(own, manifestOf(CONTENT, { title: 'Another title' }), CONTENT)
    expect(await house.start().add(own)).toBe('tiny')
  })

  test('one that cannot be loaded is refused with the reason of who tried', async () => {
    writeEncoder(own, manifestOf(CONTENT), CONTENT)
    const tried: string[] = []
    const tryEncoder = async (folder: string): Promise<void> => {
      tried.push(folder)
      throw new SetwiseError('model-altered', 'It has no input called image.')
    }
    await expect(house.start({ tryEncoder }).add(own)).rejects.toThrow('no input called image')
    expect(tried).toEqual([own])
    expect(existsSync(house.library)).toBe(false)
  })

  test.skipIf(process.platform === 'win32')(
    'an old one stays when the new one cannot be put',
    async () => {
      writeEncoder(own, manifestOf(CONTENT), CONTENT)
      await house.start().add(own)
      writeEncoder(own, manifestOf(OTHER, { version: 2 }), OTHER)
      rmSync(join(house.library, '.partial'), { recursive: true })
      writeFileSync(join(house.library, '.partial'), 'in the way')
      await expect(house.start().add(own)).rejects.toThrow(join(house.library, '.partial'))
      expect(house.start().list()[1]).toMatchObject({
        encoderId: 'tiny',
        version: 1,
        state: 'ready',
      })
    },
  )

  test('a full disk: a sentence, and nothing is left of it', async ({ skip }) => {
    const large = contentOf(400_000)
    writeEncoder(own, manifestOf(large), large)
    const disk = mountSmallDisk(house.library, '200k')
    if (disk === null) skip('mounting a small disk needs root on Linux')
    try {
      await expect(house.start().add(own)).rejects.toMatchObject({ code: 'disk-full' })
      expect(states()).toEqual({ standard: 'ready' })
      expect(partial()).toEqual([])
    } finally {
      disk?.unmount()
    }
  })
})
