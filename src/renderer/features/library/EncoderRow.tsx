import { assertNever } from '../../../shared/errors.ts'
import type { EncoderSummary } from '../../../shared/features.ts'
import type { JobState } from '../../../shared/jobs.ts'
import { Button } from '../../ui/Button.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { count, fileSize, percent } from '../../words/numbers.ts'

export interface EncoderRowProps {
  readonly encoder: EncoderSummary
  /** Images of the open folder. */
  readonly images: number
  /** The download of this encoder; null when it is not being fetched. */
  readonly download: JobState | null
  readonly onUse: () => void
  readonly onDownload: () => void
  readonly onCancel: () => void
}

/** One encoder: what it is, how it stands, what can be done with it. */
export function EncoderRow(props: EncoderRowProps) {
  const { encoder, images, download, onUse, onDownload, onCancel } = props
  const { encoderId, title, licence, dimension, bytes, state, reason, embedded } = encoder
  const from = encoder.downloadHost === null ? '' : ` from ${encoder.downloadHost}`
  return (
    <li data-testid={`encoder-${encoderId}`} data-state={state}>
      <div className="encoder-name">
        <b>{title}</b>
        <span className="dim">
          {licence} · {count(dimension)} numbers · {fileSize(bytes)}
        </span>
        {reason !== null && <span className="encoder-reason">{reason}</span>}
      </div>
      <div className="encoder-state">
        <span>{stateWords(state)}</span>
        {state === 'not-downloaded' && <span className="dim">{from}</span>}
        {state === 'downloading' ? (
          <Fetching download={download} title={title} />
        ) : (
          (embedded > 0 || state === 'in-use') && (
            <span className="dim">
              {count(embedded)} of {count(images)} done
            </span>
          )
        )}
      </div>
      <div className="encoder-act">
        {state === 'ready' && (
          <Button label={`Use ${title}`} onPress={onUse}>
            Use
          </Button>
        )}
        {state === 'not-downloaded' && (
          <Button label={`Download ${title}, ${fileSize(bytes)}${from}`} onPress={onDownload}>
            Download {fileSize(bytes)}
          </Button>
        )}
        {state === 'downloading' && (
          <Button
            label={`Cancel the download of ${title}`}
            isDisabled={download?.phase === 'cancelling'}
            onPress={onCancel}
          >
            Cancel
          </Button>
        )}
      </div>
    </li>
  )
}

function Fetching({
  download,
  title,
}: {
  readonly download: JobState | null
  readonly title: string
}) {
  if (download === null) return null
  return (
    <span className="encoder-fetching">
      <ProgressBar fraction={download.fraction} label={`Download of ${title}`} />
      <span className="dim">{percent(download.fraction)}</span>
    </span>
  )
}

function stateWords(state: EncoderSummary['state']): string {
  switch (state) {
    case 'in-use':
      return 'in use'
    case 'ready':
      return 'ready'
    case 'not-downloaded':
      return 'not downloaded'
    case 'downloading':
      return 'downloading'
    case 'broken':
      return 'cannot be used'
    default:
      return assertNever(state)
  }
}
