import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { projectRoot } from '../setup/paths.mjs'
import { makeTestFolder } from '../setup/test-folder.ts'
import { ensurePeopleModels, PINNED_MODELS, pinsOf } from './build.ts'
import { joinIrises } from './faceMesh478.ts'
import { attachMetadata, METADATA_NAME, UNIT } from './metadata.ts'
import { readPackedAssets } from './packedAssets.ts'
import { buildModels } from './recipes.ts'
import { storedZip } from './storedZip.ts'
import { describeModel } from './tflite.ts'

const packages = join(projectRoot, 'node_modules/@mediapipe')
const models = buildModels(packages)

test('building again gives the pinned bytes', () => {
  expect(pinsOf(models)).toEqual(PINNED_MODELS)
  expect(pinsOf(buildModels(packages))).toEqual(PINNED_MODELS)
})

test('missing and altered files are built, whole ones are left alone', () => {
  const project = makeTestFolder()
  mkdirSync(join(project, 'node_modules'))
  symlinkSync(packages, join(project, 'node_modules/@mediapipe'))
  const altered = join(project, 'resources/models/people/selfie_segmentation.tflite')

  expect(ensurePeopleModels(project)).toBe(true)
  const { mtimeMs } = statSync(altered)
  expect(ensurePeopleModels(project)).toBe(false)
  expect(statSync(altered).mtimeMs).toBe(mtimeMs)

  writeFileSync(altered, 'half of it')
  expect(ensurePeopleModels(project)).toBe(true)
  expect(readFileSync(altered).equals(modelOf('selfie_segmentation.tflite'))).toBe(true)
})

test('metadata lies before a model that stays as it was', () => {
  const model = readFileSync(join(packages, 'selfie_segmentation/selfie_segmentation.tflite'))
  const before = describeModel(model)
  const built = attachMetadata(model, { name: 'any', ...UNIT, isSegmenter: true })
  const after = describeModel(built)

  expect(built.subarray(built.length - model.length).equals(model)).toBe(true)
  expect((built.length - model.length) % 64).toBe(0)
  expect(after.inputs).toEqual(before.inputs)
  expect(after.outputs).toEqual(before.outputs)
  expect(before.outputs).toEqual([{ name: 'activation_10', shape: [1, 256, 256, 1] }])
  expect([...after.metadata.keys()]).toEqual([...before.metadata.keys(), METADATA_NAME])
  expect(after.metadata.get(METADATA_NAME)?.toString('latin1', 4, 8)).toBe('M001')
  expect(after.metadata.get(METADATA_NAME)?.includes('SEGMENTER_METADATA')).toBe(true)
})

test('the face mesh gives 478 points and the presence', () => {
  const assets = readPackedAssets(join(packages, 'face_mesh'), 'face_mesh_solution_packed_assets')
  const model = assets.get('face_landmark_with_attention.tflite')!
  const before = describeModel(model)
  const after = describeModel(joinIrises(model))

  expect(before.outputs.map(({ shape }) => shape.at(-1))).toEqual([1404, 160, 142, 142, 10, 10, 1])
  expect(after.outputs.map(({ shape }) => shape)).toEqual([
    [1, 1, 1, 1434],
    before.outputs[6]!.shape,
  ])
  expect(after.inputs).toEqual(before.inputs)
})

test('a bundle holds its files uncompressed, aligned, with their checksums', () => {
  const first = Buffer.from('first')
  const second = Buffer.from('the second')
  const zip = storedZip([
    ['a.tflite', first],
    ['second.tflite', second],
  ])
  expect(entriesOf(zip)).toEqual([
    { name: 'a.tflite', content: first },
    { name: 'second.tflite', content: second },
  ])

  const bundled = entriesOf(modelOf('face_landmark_attention478_fr.task'))
  expect(bundled.map(({ name }) => name)).toEqual([
    'face_detector.tflite',
    'face_landmarks_detector.tflite',
    'geometry_pipeline_metadata_landmarks.binarypb',
  ])
  expect(bundled[0]!.content.equals(modelOf('face_detector_full_sparse.tflite'))).toBe(true)
})

test('packages that hold something else are refused by name', () => {
  const folder = makeTestFolder()
  writeFileSync(join(folder, 'x_loader.js'), 'nothing')
  expect(() => readPackedAssets(folder, 'x')).toThrow('x_loader.js lists no files')
  const list = { files: [], remote_package_size: 3 }
  writeFileSync(join(folder, 'x_loader.js'), `loadPackage(${JSON.stringify(list)});`)
  writeFileSync(join(folder, 'x.data'), 'four')
  expect(() => readPackedAssets(folder, 'x')).toThrow('x.data has 4 bytes instead of 3')
  expect(() => describeModel(Buffer.from('no model at all'))).toThrow('no TFLite file')
})

function modelOf(name: string): Buffer {
  return models.get(name)!
}

/** Reads a stored zip by its directory, and checks alignment and checksums on the way. */
function entriesOf(zip: Buffer): { name: string; content: Buffer }[] {
  const end = zip.length - 22
  expect(zip.readUInt32LE(end)).toBe(0x06054b50)
  let entry = zip.readUInt32LE(end + 16)
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    const length = zip.readUInt32LE(entry + 24)
    const nameLength = zip.readUInt16LE(entry + 28)
    const name = zip.toString('utf8', entry + 46, entry + 46 + nameLength)
    const header = zip.readUInt32LE(entry + 42)
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
    const content = zip.subarray(start, start + length)
    expect(start % 64).toBe(0)
    expect(crc32(content)).toBe(zip.readUInt32LE(entry + 16))
    expect(crc32(content)).toBe(zip.readUInt32LE(header + 14))
    entry += 46 + nameLength
    return { name, content }
  })
}
