import type {
  ImportedFile,
  ImportReport,
  RowCounts,
  RowOutcome,
} from '../../../../shared/history.ts'
import { Button } from '../../../ui/Button.tsx'
import { KIND_WORDS, OUTCOMES, when } from '../../../words/history.ts'
import { count, counted } from '../../../words/numbers.ts'
import { fileName } from '../../../words/rankers.ts'
import { UndoImport } from './UndoImport.tsx'

export interface ImportCardProps {
  readonly report: ImportReport
  /** Null: all rows. */
  readonly onShowRows: (outcome: RowOutcome | null) => void
  readonly onUndo: () => void
}

/** One import: its files, and how their rows add up. */
export function ImportCard({ report, onShowRows, onUndo }: ImportCardProps) {
  const { importId, atMs, undone, files } = report
  const isOneFile = files.length === 1
  return (
    <li className={undone ? 'import undone' : 'import'} data-testid={`import-${importId}`}>
      <div className="import-head">
        <h2>
          {when(atMs)}
          {undone && <span className="dim">taken back: none of its decisions count</span>}
        </h2>
        {!undone && <UndoImport imported={report.imported} onUndo={onUndo} />}
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">{isOneFile ? 'file' : counted(files.length, 'file')}</th>
            <th scope="col">rows read</th>
            {OUTCOMES.map((outcome, index) => (
              <th scope="col" key={outcome}>
                <span className="sign">{index === 0 ? '=' : '+'}</span>
                {outcome}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileRow key={file.path} file={file} onShowRows={isOneFile ? onShowRows : null} />
          ))}
        </tbody>
        {!isOneFile && (
          <tfoot>
            <tr>
              <th scope="row">together</th>
              <CountCells counts={report} onShowRows={onShowRows} />
            </tr>
          </tfoot>
        )}
      </table>
    </li>
  )
}

function FileRow({
  file,
  onShowRows,
}: {
  readonly file: ImportedFile
  readonly onShowRows: ImportCardProps['onShowRows'] | null
}) {
  const { path, kind, reason } = file
  return (
    <tr>
      <th scope="row" title={path} colSpan={kind === null ? 6 : 1}>
        {fileName(path)}
        <span className="dim">{kind === null ? reason : KIND_WORDS[kind]}</span>
        {kind !== null && reason !== null && <span className="dim">{reason}</span>}
      </th>
      {kind !== null && <CountCells counts={file} onShowRows={onShowRows} />}
    </tr>
  )
}

/** @param onShowRows null where the numbers lead nowhere. */
function CountCells({
  counts,
  onShowRows,
}: {
  readonly counts: RowCounts
  readonly onShowRows: ImportCardProps['onShowRows'] | null
}) {
  const cell = (outcome: RowOutcome | null, value: number) =>
    onShowRows === null || value === 0 ? (
      <span className={value === 0 ? 'dim' : undefined}>{count(value)}</span>
    ) : (
      <Button
        kind="quiet"
        label={`Show ${counted(value, 'row')}: ${outcome ?? 'all'}`}
        onPress={() => onShowRows(outcome)}
      >
        {count(value)}
      </Button>
    )
  return (
    <>
      <td>{cell(null, counts.read)}</td>
      {OUTCOMES.map((outcome) => (
        <td key={outcome} data-outcome={outcome}>
          {cell(outcome, counts[outcome])}
        </td>
      ))}
    </>
  )
}
