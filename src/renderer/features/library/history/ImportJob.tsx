import type { JobState } from '../../../../shared/jobs.ts'
import { Button } from '../../../ui/Button.tsx'
import { ProgressBar } from '../../../ui/ProgressBar.tsx'
import { count, timeLeft } from '../../../words/numbers.ts'

export interface ImportJobProps {
  readonly job: JobState
  readonly onCancel: () => void
}

/** How far the import is. Files that are done stay when it is cancelled. */
export function ImportJob({ job, onCancel }: ImportJobProps) {
  const { done, total, fraction, phase, title, secondsLeft } = job
  const amount = total > 0 ? `${count(done)} of ${count(total)} rows` : `${count(done)} rows`
  return (
    <div className="features-job" data-testid="import-job" data-phase={phase}>
      <div className="features-job-state">
        <p className="features-job-line">
          <b>{phase === 'cancelling' ? 'Cancelling' : title}</b>
          <span className="dim">
            {[amount, ...(secondsLeft === null ? [] : [timeLeft(secondsLeft)])].join(' · ')}
          </span>
        </p>
        <ProgressBar fraction={total > 0 ? fraction : null} label="Import of history files" />
      </div>
      <Button testId="import-cancel" isDisabled={phase === 'cancelling'} onPress={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
