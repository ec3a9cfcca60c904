import { assertNever } from '../../../shared/errors.ts'
import type { JobKind, JobState } from '../../../shared/jobs.ts'
import { Button } from '../../ui/Button.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { count, counted, timeLeft } from '../../words/numbers.ts'

export interface FeaturesJobProps {
  /** Null when none was started. */
  readonly job: JobState | null
  readonly images: number
  /** Images that the encoder in use has seen. */
  readonly embedded: number
  readonly onStart: (kind: JobKind) => void
  readonly onPause: (kind: JobKind) => void
  readonly onResume: (kind: JobKind) => void
  readonly onCancel: (kind: JobKind) => void
}

/** How far the features are, and the buttons that start, hold and end the work. */
export function FeaturesJob(props: FeaturesJobProps) {
  const { job, images, embedded, onStart, onPause, onResume, onCancel } = props
  const isAtWork =
    job !== null && ['running', 'paused', 'cancelling'].includes(job.phase) ? job : null
  return (
    <div className="features-job" data-testid="features-job" data-phase={job?.phase ?? 'none'}>
      <div className="features-job-state">
        <p className="features-job-line">
          <b>{headline(job, images, embedded)}</b>
          <span className="dim">{detail(job, images, embedded)}</span>
        </p>
        <ProgressBar
          fraction={isAtWork === null ? share(embedded, images) : isAtWork.fraction}
          label="Pictures looked at"
        />
      </div>
      <div className="features-job-buttons">
        {isAtWork === null && (
          <Button testId="features-start" onPress={() => onStart('features')}>
            {startWords(images, embedded)}
          </Button>
        )}
        {isAtWork?.phase === 'running' && (
          <Button testId="features-pause" onPress={() => onPause('features')}>
            Pause
          </Button>
        )}
        {isAtWork?.phase === 'paused' && (
          <Button testId="features-resume" onPress={() => onResume('features')}>
            Resume
          </Button>
        )}
        {isAtWork !== null && (
          <Button
            testId="features-cancel"
            isDisabled={isAtWork.phase === 'cancelling'}
            onPress={() => onCancel('features')}
          >
            Cancel
          </Button>
        )}
      </div>
    </div>
  )
}

function startWords(images: number, embedded: number): string {
  if (embedded >= images) return 'Check again'
  return embedded > 0 ? 'Go on' : 'Start'
}

function headline(job: JobState | null, images: number, embedded: number): string {
  const phase = job?.phase ?? 'none'
  switch (phase) {
    case 'running':
      return job?.title ?? ''
    case 'paused':
      return 'Paused'
    case 'cancelling':
      return 'Cancelling'
    case 'failed':
      return 'Stopped'
    case 'cancelled':
    case 'done':
    case 'none':
      return embedded >= images ? 'All pictures are looked at' : 'Not running'
    default:
      return assertNever(phase)
  }
}

function detail(job: JobState | null, images: number, embedded: number): string {
  const soFar = `${count(embedded)} of ${counted(images, 'picture')}`
  const phase = job?.phase ?? 'none'
  switch (phase) {
    case 'running':
    case 'cancelling':
      return [...amount(job), ...pace(job)].join(' · ')
    case 'paused':
      return [...amount(job), 'nothing is lost'].join(' · ')
    case 'failed':
      return job?.message ?? soFar
    case 'cancelled':
      return `${soFar} · what is done is kept`
    case 'done':
    case 'none':
      return soFar
    default:
      return assertNever(phase)
  }
}

function amount(job: JobState | null): readonly string[] {
  if (job === null) return []
  const { done, total } = job
  return [total > 0 ? `${count(done)} of ${count(total)}` : count(done)]
}

function pace(job: JobState | null): readonly string[] {
  if (job === null) return []
  const { itemsPerSecond, secondsLeft } = job
  return [
    ...(itemsPerSecond === null ? [] : [`${itemsPerSecond.toFixed(1)} images/s`]),
    ...(secondsLeft === null ? [] : [timeLeft(secondsLeft)]),
  ]
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
