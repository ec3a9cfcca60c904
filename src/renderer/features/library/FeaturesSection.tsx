import type { FeaturesStatus, Provider } from '../../../shared/features.ts'
import type { JobKind, JobState } from '../../../shared/jobs.ts'
import { Button } from '../../ui/Button.tsx'
import { EncoderRow } from './EncoderRow.tsx'
import { FeaturesJob } from './FeaturesJob.tsx'

export interface FeaturesSectionProps {
  readonly status: FeaturesStatus
  readonly jobs: readonly JobState[]
  /** Images of the open folder. */
  readonly images: number
  readonly onStart: (kind: JobKind) => void
  readonly onPause: (kind: JobKind) => void
  readonly onResume: (kind: JobKind) => void
  readonly onCancel: (kind: JobKind) => void
  readonly onUse: (encoderId: string) => void
  readonly onDownload: (encoderId: string) => void
  readonly onAdd: () => void
}

/** What is learned from the pictures, by which encoder, and how far it is. */
export function FeaturesSection(props: FeaturesSectionProps) {
  const { status, jobs, images, onUse, onDownload, onCancel, onAdd } = props
  const job = jobs.find(({ kind }) => kind === 'features') ?? null
  const download = jobs.find(({ kind }) => kind === 'download') ?? null
  const inUse = status.encoders.find(({ state }) => state === 'in-use')
  return (
    <div className="features-section" tabIndex={0} role="region" aria-label="Features">
      <section>
        <h2>Features of the pictures</h2>
        <FeaturesJob {...props} job={job} embedded={inUse?.embedded ?? 0} />
        <dl className="features-facts">
          <dt>Encoder</dt>
          <dd data-testid="provider">{providerWords(status)}</dd>
          <dt>People</dt>
          <dd data-testid="people-line">
            {status.withoutPeople === null
              ? 'Faces, hands and bodies are looked for after the other features.'
              : status.withoutPeople}
          </dd>
        </dl>
      </section>
      <section>
        <h2>
          Encoders <span className="dim">what turns a picture into numbers</span>
        </h2>
        <ul className="encoders" aria-label="Encoders" data-testid="encoders">
          {status.encoders.map((encoder) => (
            <EncoderRow
              key={encoder.encoderId}
              encoder={encoder}
              images={images}
              download={encoder.state === 'downloading' ? download : null}
              onUse={() => onUse(encoder.encoderId)}
              onDownload={() => onDownload(encoder.encoderId)}
              onCancel={() => onCancel('download')}
            />
          ))}
        </ul>
        <div className="encoder-add">
          <Button testId="encoder-add" onPress={onAdd}>
            Add encoder from a folder…
          </Button>
          <span className="dim">a folder with manifest.json and the ONNX file it names</span>
        </div>
        <p className="dim">
          Setwise connects to the network for nothing but a download that you press. Switching keeps
          what other encoders have done.
        </p>
      </section>
    </div>
  )
}

const PROVIDER_WORDS: Readonly<Record<Provider, string>> = { cpu: 'the CPU', coreml: 'CoreML' }

function providerWords({ provider, encoders }: FeaturesStatus): string {
  const title = encoders.find(({ state }) => state === 'in-use')?.title
  if (title === undefined) return 'None is in use: choose one below.'
  if (provider === null) return `${title}; it is loaded with the first picture.`
  return `${title} runs on ${PROVIDER_WORDS[provider]}.`
}
