import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadManifest, parseManifest } from './manifest.ts'
import { ENCODER_FOLDER, temporaryFolder } from './testPictures.ts'

const shipped = readFileSync(join(ENCODER_FOLDER, 'manifest.json'), 'utf8')

/** The shipped manifest with one field, named by its path, set to something else. */
function withField(path: string, value: unknown): string {
  const [outer, inner] = path.split('.')
  return JSON.stringify(JSON.parse(shipped), (key, old: unknown) => {
    if (inner === undefined) return key === outer ? value : old
    return key === outer && typeof old === 'object' ? { ...old, [inner]: value } : old
  })
}

describe('the manifest', () => {
  test('of the shipped encoder is complete', () => {
    const manifest = parseManifest(shipped, 'manifest.json')
    expect(manifest).toEqual(JSON.parse(shipped))
    expect(manifest.output.dimension).toBe(1280)
  })

  test('may lack a spatial output', () => {
    expect(parseManifest(withField('spatial', null), 'm').spatial).toBeNull()
  })

  test.each([
    ['id', ''],
    ['version', 1.5],
    ['file', '../model.onnx'],
    ['file', 'C:\\model.onnx'],
    ['sha256', 'abc'],
    ['bytes', -1],
    ['licence', null],
    ['source', 7],
    ['input', []],
    ['input.name', ''],
    ['input.sizePx', 0],
    ['input.resize', 'stretch'],
    ['input.crop', 'centre'],
    ['input.interpolation', 'nearest'],
    ['input.colourOrder', 'grb'],
    ['input.layout', 'chw'],
    ['input.divisor', 0],
    ['input.mean', [1, 2]],
    ['input.mean', [1, 2, 3, 4]],
    ['input.std', [1, 0, 1]],
    ['output.name', undefined],
    ['output.dimension', '1280'],
    ['output.l2Normalise', 1],
    ['spatial', undefined],
    ['spatial.shape', [1280, 10, 1.5]],
  ])('is refused with a sentence that names %s when it is %j', (field, value) => {
    const parse = () => parseManifest(withField(field, value), '/models/x/manifest.json')
    expect(parse).toThrow(expect.objectContaining({ code: 'model-altered' }))
    expect(parse).toThrow('/models/x/manifest.json')
    expect(parse).toThrow(field)
  })

  test('that is not JSON is refused', () => {
    expect(() => parseManifest('{', 'm')).toThrow('not JSON')
    expect(() => parseManifest('[]', 'm')).toThrow('it must be an object')
  })

  test('that is missing is named', async () => {
    const folder = temporaryFolder()
    await expect(loadManifest(folder)).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining(join(folder, 'manifest.json')),
    })
  })
})
