/**
 * `npm run bench:features -- [FOLDER…] [--generated 500] [--python FILE] [--flat 20000]`
 *
 * How fast the features of pictures come: for each folder, and for so many generated 2048 x 2048 PNGs, pictures
 * per second of each extractor alone and of the whole pass as the app runs it, the share of the limit, peak
 * memory. With --python (an interpreter with the packages of peers/requirements.txt) the same pictures go
 * through open_clip, PyTorch and Pillow, and through imagehash, in turns with Setwise. With --flat, memory over
 * so many tiny images.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { measureAlone } from './features/alone.ts'
import { measureFlatness } from './features/flat.ts'
import { generatedPictures } from './features/generated.ts'
import { measurePass } from './features/pass.ts'
import { measurePeers } from './features/peers.ts'
import { picturePathsBelow } from './features/picturePaths.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    generated: { type: 'string', default: '500' },
    python: { type: 'string' },
    flat: { type: 'string', default: '0' },
  },
})
console.log(`${availableParallelism()} cores`)
const collections = positionals.map((folder) => ({ name: folder, paths: picturesIn(folder) }))
const generated = Number(values.generated)
if (generated > 0) {
  const folder = await generatedPictures(generated)
  collections.push({ name: `${generated} generated PNGs, 2048 x 2048`, paths: picturesIn(folder) })
}
for (const { name, paths } of collections) {
  console.log(`\n${name}: ${paths.length} pictures`)
  const alone = await measureAlone(paths)
  await measurePass(paths, alone)
  if (values.python !== undefined) await measurePeers(paths, values.python)
}
if (Number(values.flat) > 0) await measureFlatness(Number(values.flat))

function picturesIn(folder: string): string[] {
  const paths = picturePathsBelow(folder)
  if (paths.length === 0) throw new Error(`${folder} holds no pictures`)
  return paths
}
