import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { JobState } from '../../shared/jobs.ts'
import { sampleJob } from '../testing/fakeMain.ts'
import { JobStrip } from './JobStrip.tsx'

const render = (job: JobState): string =>
  renderToStaticMarkup(
    <JobStrip
      job={job}
      onCancel={() => undefined}
      onPause={() => undefined}
      onResume={() => undefined}
    />,
  )

const features = sampleJob('features', 'Learning', 300, 1200)

test('only features can be paused, and only while they run', () => {
  expect(render(features)).toContain('aria-label="Pause: Learning"')
  expect(render({ ...features, phase: 'cancelling' })).not.toContain('Pause:')
  expect(render(sampleJob('scan', 'Looking', 3, 9))).not.toContain('Pause:')
})

test('a paused job says so and can go on or end', () => {
  const html = render({ ...features, phase: 'paused' })
  expect(html).toContain('Paused <span class="dim">300 of 1,200</span>')
  expect(html).toContain('aria-label="Resume: Learning"')
  expect(html).toContain('aria-label="Cancel: Learning"')
})

test('how far a job is shows also where its end has no number', () => {
  const reading = { ...sampleJob('import', 'Reading', 300, 0), fraction: 0.25 }
  expect(render(reading)).toContain('aria-valuenow="25"')
  expect(render(sampleJob('scan', 'Looking', 300, 0))).not.toContain('aria-valuenow')
})

test('a download is told in percent, not in bytes', () => {
  const html = render(sampleJob('download', 'Downloading', 119_000_000, 351_000_000))
  expect(html).toContain('34 %')
  expect(html).not.toContain('119,000,000')
})
