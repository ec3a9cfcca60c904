/** Writes a Parquet file group of rows by group of rows, so that no file has to fit into memory. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { SchemaElement } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { assertNever } from '../../shared/errors.ts'
import { explainWriteError } from '../writeError.ts'
import { writeFloatLists, type FloatList } from './floatLists.ts'

/** What a column holds. Every column may have nulls, as in files that pandas and Spark write. */
export type ColumnType = 'text' | 'bytes' | 'integer' | 'floats'

/** A list of 32-bit floats for `floats`. */
export type CellValue = string | number | Uint8Array | FloatList

/** Columns in the order of the file. */
export type Columns = Readonly<Record<string, ColumnType>>

export interface ParquetFileWriter<Names extends string> {
  /** Appends one row group. Hand over a few megabytes at a time. */
  readonly writeRows: (rows: readonly Readonly<Record<Names, CellValue>>[]) => void
  /** Ends the file, waits until it is on the disk and gives it its name; what had that name is replaced. */
  readonly finish: () => void
  /** Removes what was written. To be called instead of `finish`, or after it has failed. */
  readonly discard: () => void
}

/**
 * Begins `path` under the name `path.unfinished`. The same rows make the same bytes.
 * @param metadata key-value metadata of the file.
 * @throws SetwiseError `disk-full` or `file-unreadable`, naming the file; so do all functions of the writer.
 */
export function createParquetFile<Names extends string>(
  path: string,
  columns: Readonly<Record<Names, ColumnType>>,
  metadata: Readonly<Record<string, string>>,
): ParquetFileWriter<Names> {
  const unfinished = `${path}.unfinished`
  const explained = <Answer>(work: () => Answer): Answer => {
    try {
      return work()
    } catch (error) {
      throw explainWriteError(path, error)
    }
  }
  const file = explained(() => openSync(unfinished, 'w'))
  let open = true
  const close = (): void => {
    if (!open) return
    open = false
    closeSync(file)
  }
  const sink = createSink(file)
  const writer = new ParquetWriter({
    writer: sink,
    schema: schemaOf(columns),
    codec: 'UNCOMPRESSED',
    // Least and greatest of an embedding's numbers help nobody.
    statistics: false,
    createdBy: 'setwise',
    kvMetadata: Object.entries<string>(metadata).map(([key, value]) => ({ key, value })),
  })
  const names = Object.keys(columns).filter((name): name is Names => name in columns)

  return {
    writeRows: (rows) =>
      explained(() => {
        if (rows.length === 0) return
        const start = sink.offset
        const floats = names.map((name) =>
          columns[name] === 'floats'
            ? writeFloatLists(
                sink,
                name,
                rows.map((row) => asFloats(row[name])),
              )
            : null,
        )
        const columnData = names
          .filter((name) => columns[name] !== 'floats')
          .map((name) => ({
            name,
            data: rows.map((row) => row[name]),
            // Hardly anything repeats: without this the writer looks for a dictionary.
            encoding: 'PLAIN' as const,
            offsetIndex: false,
          }))
        // The sink writes synchronously, so nothing is awaited.
        void writer.write({ columnData, rowGroupSize: rows.length })
        const group = writer.row_groups.at(-1)
        if (group === undefined) throw new Error('a row group was written and is not there')
        const others = group.columns.values()
        group.columns = floats.flatMap((column) => column ?? others.next().value ?? [])
        const bytes = BigInt(sink.offset - start)
        // Nothing is compressed.
        group.total_byte_size = bytes
        group.total_compressed_size = bytes
      }),
    finish: () =>
      explained(() => {
        void writer.finish()
        fsyncSync(file)
        close()
        renameSync(unfinished, path)
      }),
    discard: () => {
      close()
      rmSync(unfinished, { force: true })
    },
  }
}

function asFloats(value: CellValue): FloatList {
  if (value === null || value instanceof Float32Array || Array.isArray(value)) return value
  throw new Error('a column of lists holds something else')
}

/** Gathers bytes in memory and hands them to the file after each row group. */
function createSink(file: number): ByteWriter {
  const sink = new ByteWriter()
  const flush = (): void => {
    const bytes = sink.getBytes()
    for (let written = 0; written < bytes.length;) {
      written += writeSync(file, bytes, written)
    }
    sink.index = 0
  }
  return Object.assign(sink, { flush, finish: flush })
}

function schemaOf(columns: Columns): SchemaElement[] {
  const entries = Object.entries(columns)
  return [
    { name: 'schema', num_children: entries.length },
    ...entries.flatMap(([name, type]) => elementsOf(name, type)),
  ]
}

/** Schema elements as pyarrow writes them for the same types. */
function elementsOf(name: string, type: ColumnType): SchemaElement[] {
  const repetition_type = 'OPTIONAL'
  switch (type) {
    case 'text':
      return [
        {
          name,
          type: 'BYTE_ARRAY',
          repetition_type,
          converted_type: 'UTF8',
          logical_type: { type: 'STRING' },
        },
      ]
    case 'bytes':
      return [{ name, type: 'BYTE_ARRAY', repetition_type }]
    case 'integer':
      return [{ name, type: 'INT32', repetition_type }]
    case 'floats':
      return [
        {
          name,
          repetition_type,
          num_children: 1,
          converted_type: 'LIST',
          logical_type: { type: 'LIST' },
        },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'FLOAT', repetition_type },
      ]
    default:
      return assertNever(type)
  }
}
