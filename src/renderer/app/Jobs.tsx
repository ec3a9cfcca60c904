import type { JobState } from '../../shared/jobs.ts'
import { useSetwise } from '../store/useSetwise.ts'
import { JobStrip } from './JobStrip.tsx'

const AT_WORK: readonly JobState['phase'][] = ['running', 'paused', 'cancelling']

/** The jobs that are not over, each with its progress and ways to hold and to end it. */
export function Jobs() {
  const jobs = useSetwise((state) => state.app?.jobs)
  const cancelJob = useSetwise((state) => state.cancelJob)
  const pauseJob = useSetwise((state) => state.pauseJob)
  const resumeJob = useSetwise((state) => state.resumeJob)
  return (jobs ?? [])
    .filter(({ phase }) => AT_WORK.includes(phase))
    .map((job) => (
      <JobStrip
        key={job.kind}
        job={job}
        onCancel={() => cancelJob(job.kind)}
        onPause={() => pauseJob(job.kind)}
        onResume={() => resumeJob(job.kind)}
      />
    ))
}
