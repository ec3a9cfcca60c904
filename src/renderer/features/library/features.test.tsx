import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { EncoderSummary } from '../../../shared/features.ts'
import type { JobState } from '../../../shared/jobs.ts'
import { SAMPLE_FEATURES, sampleJob } from '../../testing/fakeMain.ts'
import { FeaturesSection, type FeaturesSectionProps } from './FeaturesSection.tsx'

const nothing = (): void => undefined

function render(props: Partial<FeaturesSectionProps>): string {
  return renderToStaticMarkup(
    <FeaturesSection
      status={SAMPLE_FEATURES}
      jobs={[]}
      images={1200}
      onStart={nothing}
      onPause={nothing}
      onResume={nothing}
      onCancel={nothing}
      onUse={nothing}
      onDownload={nothing}
      onAdd={nothing}
      {...props}
    />,
  )
}

const work = (phase: JobState['phase']): JobState => ({
  ...sampleJob('features', 'Learning what is in the pictures', 300, 1200),
  phase,
})

const buttons = (html: string): readonly string[] =>
  [...html.matchAll(/data-testid="features-(start|pause|resume|cancel)"/g)].map(
    (match) => match[1] ?? '',
  )

function withEncoders(...changes: readonly Partial<EncoderSummary>[]) {
  const [sample] = SAMPLE_FEATURES.encoders
  if (sample === undefined) throw new Error('The sample has an encoder.')
  const encoders = changes.map((change, index) => ({
    ...sample,
    encoderId: `encoder-${index}`,
    ...change,
  }))
  return { ...SAMPLE_FEATURES, encoders }
}

describe('the job of the features', () => {
  test('running: pace, time left, and the ways to hold and to end it', () => {
    const html = render({ jobs: [work('running')] })
    expect(html).toContain('300 of 1,200 · 9.4 images/s · about 4 min left')
    expect(html).toContain('aria-valuenow="25"')
    expect(buttons(html)).toEqual(['pause', 'cancel'])
  })

  test('every phase offers what can be done in it', () => {
    expect(buttons(render({ jobs: [work('paused')] }))).toEqual(['resume', 'cancel'])
    expect(buttons(render({ jobs: [work('cancelled')] }))).toEqual(['start'])
    expect(buttons(render({ jobs: [work('done')] }))).toEqual(['start'])
    expect(buttons(render({}))).toEqual(['start'])
    expect(render({ jobs: [work('cancelling')] })).toMatch(
      /disabled="" data-testid="features-cancel"|data-testid="features-cancel" disabled=""/,
    )
  })

  test('a failure says why', () => {
    const failed = { ...work('failed'), message: 'The disk is full: free 2 GB.' }
    expect(render({ jobs: [failed] })).toContain('The disk is full: free 2 GB.')
  })

  test('when nothing runs, what is done counts by the encoder in use', () => {
    const html = render({ status: withEncoders({ embedded: 1200 }) })
    expect(html).toContain('All pictures are looked at')
    const partly = render({ status: withEncoders({ embedded: 300 }) })
    expect(partly).toContain('300 of 1,200 pictures')
    expect(partly).toContain('Go on')
  })
})

describe('encoders', () => {
  test('say what they are, what they cost, and what can be done with them', () => {
    const html = render({
      status: withEncoders(
        {},
        { state: 'not-downloaded', bytes: 351_000_000, title: 'CLIP', licence: 'MIT' },
        { state: 'ready', title: 'Mine' },
      ),
    })
    expect(html).toContain('Apache-2.0 · 1,280 numbers · 13.7 MB')
    expect(html).toContain('aria-label="Download CLIP, 351 MB"')
    expect(html).toContain('aria-label="Use Mine"')
    expect(html.match(/aria-label="(Use|Download) /g)).toHaveLength(2)
  })

  test('a download shows how far it is and can be cancelled', () => {
    const html = render({
      status: withEncoders({}, { state: 'downloading', title: 'CLIP' }),
      jobs: [sampleJob('download', 'Downloading the encoder', 119, 351)],
    })
    expect(html).toContain('aria-label="Cancel the download of CLIP"')
    expect(html).toContain('34 %')
  })

  test('one that is broken says why and cannot be used', () => {
    const html = render({
      status: withEncoders({}, { state: 'broken', reason: 'model.onnx was altered.' }),
    })
    expect(html).toContain('model.onnx was altered.')
    expect(html).not.toContain('aria-label="Use')
  })

  test('where it runs, and whether people are looked for', () => {
    expect(render({})).toContain('EfficientNet-Lite0, 320 px runs on the CPU.')
    expect(render({ status: { ...SAMPLE_FEATURES, provider: 'coreml' } })).toContain('on CoreML.')
    expect(render({ status: { ...SAMPLE_FEATURES, provider: null } })).toContain(
      'loaded with the first picture',
    )
    expect(render({ status: { ...SAMPLE_FEATURES, withoutPeople: 'No WebGL.' } })).toContain(
      '>No WebGL.<',
    )
  })
})
