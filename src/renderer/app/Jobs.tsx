import type { JobState } from '../../shared/jobs.ts'
import { useSetwise } from '../store/useSetwise.ts'
import { Button } from '../ui/Button.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { count, timeLeft } from '../words/numbers.ts'

/** The jobs that run, each with its progress and a way to end it. */
export function Jobs() {
  const jobs = useSetwise((state) => state.app?.jobs)
  const cancelJob = useSetwise((state) => state.cancelJob)
  const running = (jobs ?? []).filter(({ phase }) => phase === 'running' || phase === 'cancelling')
  return running.map((job) => (
    <div
      key={job.kind}
      className="job"
      role="group"
      aria-label={job.title}
      title={detail(job)}
      data-testid={`job-${job.kind}`}
      data-phase={job.phase}
    >
      <span className="job-title">
        {job.phase === 'cancelling' ? 'Cancelling' : job.title}{' '}
        <span className="dim">{amount(job)}</span>
      </span>
      <ProgressBar fraction={job.total > 0 ? job.fraction : null} label={job.title} />
      <Button kind="quiet" label={`Cancel: ${job.title}`} onPress={() => cancelJob(job.kind)}>
        ✕
      </Button>
    </div>
  ))
}

function amount({ done, total }: JobState): string {
  return total > 0 ? `${count(done)} of ${count(total)}` : count(done)
}

function detail(job: JobState): string {
  const parts = [`${job.title}: ${amount(job)}`]
  if (job.itemsPerSecond !== null) parts.push(`${job.itemsPerSecond.toFixed(1)} a second`)
  if (job.secondsLeft !== null) parts.push(timeLeft(job.secondsLeft))
  return parts.join(', ')
}
