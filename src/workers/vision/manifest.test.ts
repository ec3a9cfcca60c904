import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadManifest } from './manifest.ts'
import { ENCODER_FOLDER, temporaryFolder } from './testPictures.ts'

test('the manifest of the shipped encoder is read', async () => {
  expect((await loadManifest(ENCODER_FOLDER)).id).toBe('efficientnet-lite0-320')
})

test('a manifest that is missing is named', async () => {
  const folder = temporaryFolder()
  await expect(loadManifest(folder)).rejects.toMatchObject({
    code: 'model-missing',
    message: expect.stringContaining(join(folder, 'manifest.json')),
  })
})
