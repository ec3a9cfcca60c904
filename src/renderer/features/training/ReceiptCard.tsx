import type { Receipt } from '../../../shared/ranking.ts'
import { counted, interval, percentWithTenths } from '../../words/numbers.ts'
import { rankerWords } from '../../words/rankers.ts'
import { CandidateTable } from './CandidateTable.tsx'
import { ComparisonTable } from './ComparisonTable.tsx'

export interface ReceiptCardProps {
  readonly receipt: Receipt
}

/** What the last training ended in, and why. */
export function ReceiptCard({ receipt }: ReceiptCardProps) {
  const { decisions, candidates, chosen, promoted, reason, comparisons, inUse, seconds, seed } =
    receipt
  return (
    <section className="card" data-testid="receipt" data-promoted={promoted}>
      <h2>Receipt: {promoted ? `${rankerWords(chosen)} promoted` : 'the ranker in use stays'}</h2>
      <p className="verdict" data-testid="receipt-verdict">
        {reason}
      </p>
      <CandidateTable candidates={candidates} chosen={chosen} />
      <ComparisonTable comparisons={comparisons} />
      <p className="dim">
        Learned from {counted(decisions, 'decided set')} in {seconds.toFixed(1)} s, seed {seed}.
        {inUse.share !== null &&
          ` The ranker in use before agreed with you on ${percentWithTenths(inUse.share)} of the ${counted(inUse.n, 'set')} decided since it was trained${
            inUse.low === null || inUse.high === null ? '' : ` (${interval(inUse.low, inUse.high)})`
          }.`}
      </p>
    </section>
  )
}
