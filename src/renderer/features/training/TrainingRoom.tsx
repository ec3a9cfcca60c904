import { isRule } from '../../../core/ranking/rules.ts'
import { useSetwise } from '../../store/useSetwise.ts'
import { Button } from '../../ui/Button.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { counted } from '../../words/numbers.ts'
import { rankerWords } from '../../words/rankers.ts'
import { ReceiptCard } from './ReceiptCard.tsx'

export function TrainingHeader() {
  const model = useSetwise((state) => state.app?.model)
  if (model === undefined) return null
  return (
    <>
      <b className="project">Model</b>
      <span className="dim">
        {rankerWords(model.candidate)}
        {isRule(model.candidate) && ' rule'} in use
      </span>
    </>
  )
}

/** The ranker in use, the training that runs, and the latest receipt. */
export function TrainingRoom() {
  const receipt = useSetwise((state) => state.app?.latestReceipt ?? null)
  return (
    <main className="training" data-testid="training">
      <div className="training-column">
        <InUse />
        {receipt !== null && <ReceiptCard receipt={receipt} />}
        <p className="dim note">
          All figures are on sets that the ranker has not seen, with 95 % intervals. Agreement is
          the share of sets in which its suggestion is your choice.
        </p>
      </div>
    </main>
  )
}

function InUse() {
  const model = useSetwise((state) => state.app?.model)
  const job = useSetwise((state) => state.app?.jobs.find((one) => one.kind === 'train'))
  const retrain = useSetwise((state) => state.retrain)
  const cancelJob = useSetwise((state) => state.cancelJob)
  if (model === undefined) return null
  const isRunning = job?.phase === 'running' || job?.phase === 'cancelling'
  return (
    <section className="card in-use">
      <h2>
        In use: {rankerWords(model.candidate)}
        {isRule(model.candidate) && ' (rule)'}
      </h2>
      <p data-testid="model-why">{model.why}</p>
      <p className="dim">{counted(model.decidedSets, 'decided set')} can train it now.</p>
      {isRunning ? (
        <div className="running" role="status">
          <span>{job.phase === 'cancelling' ? 'Cancelling' : job.title}</span>
          <ProgressBar fraction={job.fraction} label={job.title} />
          <Button onPress={() => cancelJob('train')}>Cancel</Button>
        </div>
      ) : (
        <Button testId="retrain" onPress={() => void retrain()}>
          Retrain now
        </Button>
      )}
    </section>
  )
}
