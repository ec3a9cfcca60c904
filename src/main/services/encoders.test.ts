import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { contentOf, jobContext } from './download.fixture.ts'
import { findEncoders, isSafeFolderName } from './encoderFolders.ts'
import { makeHouse, manifestOf, writeEncoder } from './encoders.fixture.ts'

const CONTENT = contentOf(3000)
const NOWHERE = { url: 'https://example.com/model.onnx' }

let house: ReturnType<typeof makeHouse>

beforeEach(() => {
  house = makeHouse()
  return () => house.remove()
})

const states = (encoders = house.start()): Record<string, string> =>
  Object.fromEntries(encoders.list().map(({ encoderId, state }) => [encoderId, state]))

describe('the list', () => {
  test('the shipped one, one to download and folders that are none', () => {
    mkdirSync(join(house.shipped, 'people'))
    writeFileSync(join(house.shipped, 'README.md'), 'not a folder')
    const offered = manifestOf(CONTENT, { id: 'offered', bytes: 351_000_000, download: NOWHERE })
    writeEncoder(join(house.shipped, 'offered'), offered, null)
    expect(house.start().list()).toEqual([
      {
        encoderId: 'offered',
        version: 1,
        title: 'Tiny',
        licence: 'MIT',
        dimension: 4,
        bytes: 351_000_000,
        downloadHost: new URL(NOWHERE.url).host,
        state: 'not-downloaded',
        reason: null,
      },
      expect.objectContaining({ encoderId: 'standard', bytes: 500, state: 'ready', reason: null }),
    ])
  })

  test('what is broken is listed with the reason', () => {
    writeEncoder(join(house.library, 'no-model'), manifestOf(CONTENT, { id: 'no-model' }), null)
    writeEncoder(join(house.library, 'no-size'), manifestOf(CONTENT, { id: 'no-size' }), CONTENT)
    writeFileSync(join(house.library, 'no-size', 'manifest.json'), '{"id": "no-size"}')
    const encoders = house.start()
    expect(states(encoders)).toMatchObject({ 'no-model': 'broken', 'no-size': 'broken' })
    const reasons = encoders.list().map(({ reason }) => reason)
    expect(reasons[0]).toContain(join(house.library, 'no-model', 'model.onnx'))
    expect(reasons[1]).toContain(join(house.library, 'no-size', 'manifest.json'))
  })

  test('the same id in both places: the complete one, then the newer one', () => {
    const write = (parent: string, version: number, content: Uint8Array | null): void =>
      writeEncoder(
        join(parent, 'tiny'),
        manifestOf(CONTENT, { version, download: NOWHERE }),
        content,
      )
    const found = () => findEncoders([house.shipped, house.library]).find(isTiny)
    const isTiny = ({ encoderId }: { readonly encoderId: string }) => encoderId === 'tiny'
    write(house.shipped, 2, null)
    write(house.library, 1, CONTENT)
    expect(found()).toMatchObject({ state: 'ready', manifest: { version: 1 } })
    write(house.shipped, 2, CONTENT)
    expect(found()).toMatchObject({ manifest: { version: 2 } })
    write(house.library, 2, CONTENT)
    expect(found()).toMatchObject({ folder: join(house.shipped, 'tiny') })
  })

  test.each(['a', 'clip-vit-b32', 'a.b_c-1'])('%s is a safe name', (id) => {
    expect(isSafeFolderName(id)).toBe(true)
  })
  test.each(['', '.', '..', '.partial', 'a/b', 'a\\b', 'A', 'con', 'aux.1', 'a.', 'x'.repeat(65)])(
    '%j is no safe name',
    (id) => expect(isSafeFolderName(id)).toBe(false),
  )
})

describe('the one in use', () => {
  test('is the default, then the chosen one, also after a start', () => {
    expect(house.start().inUse()).toEqual({ encoderId: 'standard', folder: house.defaultFolder })
    const folder = join(house.library, 'tiny')
    writeEncoder(folder, manifestOf(CONTENT), CONTENT)
    house.start().use('tiny')
    expect(house.start().inUse()).toEqual({ encoderId: 'tiny', folder })
    house.start().use('standard')
    expect(house.start().inUse()).toMatchObject({ encoderId: 'standard' })
    expect(house.warnings).toEqual([])
  })

  test('the default stands in for one that is gone or broken, with a warning', () => {
    writeEncoder(join(house.library, 'tiny'), manifestOf(CONTENT), CONTENT)
    const encoders = house.start()
    encoders.use('tiny')
    encoders.reportBroken('tiny', 'Its SHA-256 differs.')
    expect(encoders.inUse()).toMatchObject({ encoderId: 'standard' })
    expect(states(encoders)).toMatchObject({ tiny: 'broken' })
    rmSync(join(house.library, 'tiny'), { recursive: true })
    expect(house.start().inUse()).toMatchObject({ encoderId: 'standard' })
    expect(house.warnings).toEqual([
      'The encoder tiny cannot be used, standard stands in for it. Its SHA-256 differs.',
      expect.stringMatching(/^The encoder tiny cannot be used, .* Its files are gone/),
    ])
  })

  test('a default without its files is named all the same: who loads it says what is wrong', () => {
    rmSync(join(house.defaultFolder, 'model.onnx'))
    expect(house.start().inUse()).toEqual({ encoderId: 'standard', folder: house.defaultFolder })
    rmSync(join(house.defaultFolder, 'manifest.json'))
    expect(house.start().inUse()).toEqual({ encoderId: 'standard', folder: house.defaultFolder })
  })

  test('only what is ready can be chosen', () => {
    writeEncoder(join(house.shipped, 'tiny'), manifestOf(CONTENT, { download: NOWHERE }), null)
    const encoders = house.start()
    expect(() => encoders.use('tiny')).toThrow(/tiny is not ready\. Download it first/)
    expect(() => encoders.use('fly')).toThrow('There is no encoder fly. There are: standard, tiny.')
    expect(encoders.inUse()).toMatchObject({ encoderId: 'standard' })
  })
})

test('without an address there is nothing to download', async () => {
  writeEncoder(join(house.library, 'tiny'), manifestOf(CONTENT), null)
  const { context } = jobContext({ onProgress: () => undefined })
  await expect(house.start().download('tiny', context)).rejects.toThrow('names no address')
  await house.start().download('standard', context)
})
