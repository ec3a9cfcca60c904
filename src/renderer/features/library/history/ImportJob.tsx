import type { JobState } from '../../../../shared/jobs.ts'
import { Button } from '../../../ui/Button.tsx'
import { ProgressBar } from '../../../ui/ProgressBar.tsx'
import { count, counted, timeLeft } from '../../../words/numbers.ts'

export interface ImportJobProps {
  readonly job: JobState
  readonly onCancel: () => void
}

/** How far the import is. Files that are done stay when it is cancelled. */
export function ImportJob({ job, onCancel }: ImportJobProps) {
  const { done, total, fraction, phase, title, secondsLeft } = job
  // How many rows there will be is not known while files are read; how far they are read is.
  const parts = [
    ...(total > 0 ? [`${count(done)} of ${counted(total, 'row')}`] : []),
    ...(total === 0 && done > 0 ? [counted(done, 'row')] : []),
    ...(secondsLeft === null ? [] : [timeLeft(secondsLeft)]),
  ]
  return (
    <div className="features-job" data-testid="import-job" data-phase={phase}>
      <div className="features-job-state">
        <p className="features-job-line">
          <b>{phase === 'cancelling' ? 'Cancelling' : title}</b>
          <span className="dim">{parts.join(' · ')}</span>
        </p>
        <ProgressBar fraction={fraction} label="Import of history files" />
      </div>
      <Button testId="import-cancel" isDisabled={phase === 'cancelling'} onPress={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
