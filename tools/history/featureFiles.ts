/** embeddings.parquet and hashes.parquet, as the scripts of DOMAIN wrote them: bare file names. */
import { seededRandom, shuffled } from '../sample/random.ts'
import type { Random } from '../sample/random.ts'
import { createParquetFile } from '../../src/main/parquet/writeParquet.ts'
import type { HistoryPlan } from './past.ts'
import type { HistoryFile, HistoryRow } from './rows.ts'

const DIMENSION = 512
/** Of his encoder's vectors, which are not scaled to 1. */
const VECTOR_LENGTH = 10.5
const ROWS_PER_GROUP = 1000

/** Numbers between -1 and 1 scaled to the length; a stream of its own for each picture. */
function vectorOf(seed: string, fileName: string): Float32Array {
  const random = seededRandom(`history/${seed}/embedding/${fileName}`)
  const vector = Float32Array.from({ length: DIMENSION }, () => random() * 2 - 1)
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return vector.map((value) => (value / length) * VECTOR_LENGTH)
}

function hashOf(seed: string, fileName: string): string {
  const random = seededRandom(`history/${seed}/hash/${fileName}`)
  return Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join('')
}

/** File names of a part of the pictures, gone ones among them, and a few again. */
function fileNames(random: Random, plan: HistoryPlan): string[] {
  const pictures = plan.sets.flatMap(({ pictures }) => pictures)
  const present = new Set(pictures.filter(({ isThere }) => isThere).map(({ fileName }) => fileName))
  // A bare name that another project's picture has would be taken for that one: nobody could tell.
  const gone = pictures.filter(({ fileName }) => !present.has(fileName))
  const share = plan.amounts.featureRows
  const some = [
    ...shuffled(random, gone).slice(0, Math.ceil(share / 20)),
    // The oldest have namesakes in another project.
    ...pictures.slice(0, Math.max(4, Math.ceil(share / 20))),
    ...shuffled(random, pictures).slice(0, share),
  ].slice(0, share - plan.amounts.broken)
  const names = [...new Set(some.map(({ fileName }) => fileName))]
  const again = shuffled(random, names).slice(0, share - names.length)
  return [...shuffled(random, names), ...again]
}

/** embeddings.parquet and hashes.parquet; each row stands for the picture of that name, if only one has it. */
export function featureFiles(plan: HistoryPlan): HistoryFile[] {
  const { seed } = plan
  const names = fileNames(seededRandom(`history/${seed}/features`), plan)
  const rows = names.map((fileName): HistoryRow => ({
    text: '',
    content: { state: 'feature', fileName },
  }))
  return [
    {
      name: 'embeddings.parquet',
      kind: 'embeddings',
      rows,
      firstLine: 1,
      write: (path) => {
        const file = createParquetFile(path, { image: 'text', embedding: 'floats' }, {})
        for (let start = 0; start < names.length; start += ROWS_PER_GROUP) {
          const group = names.slice(start, start + ROWS_PER_GROUP)
          file.writeRows(group.map((image) => ({ image, embedding: vectorOf(seed, image) })))
        }
        file.finish()
      },
    },
    {
      name: 'hashes.parquet',
      kind: 'hashes',
      rows,
      firstLine: 1,
      write: (path) => {
        const file = createParquetFile(path, { image: 'text', phash: 'text' }, {})
        file.writeRows(names.map((image) => ({ image, phash: hashOf(seed, image) })))
        file.finish()
      },
    },
  ]
}
