// Writes the network's input (8-bit RGB) of every picture of a folder: node tools/golden/drift.ts FOLDER MANIFEST OUT
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseManifest } from '../../src/core/encoders/manifest.ts'
import { decodePicture, readHeader } from '../../src/workers/vision/decode.ts'
import { encoderPixels } from '../../src/workers/vision/encoderInput.ts'

const [folder, manifest, out] = process.argv.slice(2)
if (folder === undefined || manifest === undefined || out === undefined) {
  throw new Error('usage: node tools/golden/drift.ts FOLDER MANIFEST OUT')
}
const { input } = parseManifest(readFileSync(manifest, 'utf8'), manifest)
for (const name of readdirSync(folder)) {
  if (!/\.(png|jpe?g|webp)$/i.test(name)) continue
  const bytes = readFileSync(join(folder, name))
  const pixels = await decodePicture(bytes, await readHeader(bytes, name), name)
  writeFileSync(join(out, `${name}.rgb`), await encoderPixels(pixels, input))
}
