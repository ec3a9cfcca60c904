import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseManifest } from './manifest.ts'

const models = new URL('../../../resources/models/', import.meta.url)
const encoders = readdirSync(models).filter((name) =>
  existsSync(new URL(`${name}/manifest.json`, models)),
)
const shipped = readFileSync(new URL('efficientnet-lite0-320/manifest.json', models), 'utf8')

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

  test.each(encoders)('of %s is complete and named like its folder', (id) => {
    const text = readFileSync(new URL(`${id}/manifest.json`, models), 'utf8')
    const manifest = parseManifest(text, id)
    expect(manifest).toEqual(JSON.parse(text))
    expect(manifest.id).toBe(id)
  })

  test.each(['https://models.example/a/b.onnx', 'http://localhost:8123/b', 'http://127.0.0.1/b'])(
    'may name %s as the address of its model',
    (url) => {
      expect(parseManifest(withField('download', { url }), 'm').download).toEqual({ url })
    },
  )

  test('may lack a spatial output', () => {
    expect(parseManifest(withField('spatial', null), 'm').spatial).toBeNull()
  })

  test.each([
    ['id', ''],
    ['id', '../other'],
    ['title', undefined],
    ['download', undefined],
    ['download.url', 'http://models.example/b.onnx'],
    ['download.url', 'http://localhost.example/b.onnx'],
    ['download.url', 'http://localhost@models.example/b.onnx'],
    ['download.url', 'ftp://models.example/b.onnx'],
    ['download.url', 7],
    ['version', 1.5],
    ['file', '../model.onnx'],
    ['file', 'C:\\model.onnx'],
    ['file', '..'],
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
})
