import type { JobState } from '../../shared/jobs.ts'
import { Button } from '../ui/Button.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { count, percent, timeLeft } from '../words/numbers.ts'

export interface JobStripProps {
  readonly job: JobState
  readonly onCancel: () => void
  readonly onPause: () => void
  readonly onResume: () => void
}

/** A job in one line of the header. */
export function JobStrip({ job, onCancel, onPause, onResume }: JobStripProps) {
  return (
    <div
      className="job"
      role="group"
      aria-label={job.title}
      title={detail(job)}
      data-testid={`job-${job.kind}`}
      data-phase={job.phase}
    >
      <span className="job-title">
        {phaseWords(job)} <span className="dim">{amount(job)}</span>
      </span>
      <ProgressBar
        fraction={job.total > 0 || job.fraction > 0 ? job.fraction : null}
        label={job.title}
      />
      {job.kind === 'features' && job.phase === 'running' && (
        <Button kind="quiet" label={`Pause: ${job.title}`} onPress={onPause}>
          Pause
        </Button>
      )}
      {job.phase === 'paused' && (
        <Button kind="quiet" label={`Resume: ${job.title}`} onPress={onResume}>
          Resume
        </Button>
      )}
      <Button kind="quiet" label={`Cancel: ${job.title}`} onPress={onCancel}>
        ✕
      </Button>
    </div>
  )
}

function phaseWords({ phase, title }: JobState): string {
  if (phase === 'cancelling') return 'Cancelling'
  return phase === 'paused' ? 'Paused' : title
}

/** A download is counted in bytes, which say little one by one. */
function amount({ kind, done, total, fraction }: JobState): string {
  if (kind === 'download') return total > 0 ? percent(fraction) : ''
  return total > 0 ? `${count(done)} of ${count(total)}` : count(done)
}

function detail(job: JobState): string {
  const parts = [`${job.title}: ${amount(job)}`]
  if (job.itemsPerSecond !== null && job.kind !== 'download') {
    parts.push(`${job.itemsPerSecond.toFixed(1)} a second`)
  }
  if (job.secondsLeft !== null) parts.push(timeLeft(job.secondsLeft))
  return parts.join(', ')
}
