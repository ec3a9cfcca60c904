import { isRule } from '../../../core/ranking/rules.ts'
import type { CandidateReport, Estimate, RankerCandidate } from '../../../shared/ranking.ts'
import { IntervalBar } from '../../ui/IntervalBar.tsx'
import { count, interval, percentWithTenths } from '../../words/numbers.ts'
import { rankerWords } from '../../words/rankers.ts'

export interface CandidateTableProps {
  readonly candidates: readonly CandidateReport[]
  readonly chosen: RankerCandidate
}

/** Every ranker that was tried, on the same held-out sets. */
export function CandidateTable({ candidates, chosen }: CandidateTableProps) {
  return (
    <table data-testid="receipt-candidates">
      <thead>
        <tr>
          <th scope="col">on held-out sets</th>
          <th scope="col">sets</th>
          <th scope="col" colSpan={2}>
            agreement
          </th>
          <th scope="col">not highest stage</th>
          <th scope="col">calibration error</th>
        </tr>
      </thead>
      <tbody>
        {candidates.map((candidate) => (
          <Row key={candidate.name} candidate={candidate} isChosen={candidate.name === chosen} />
        ))}
      </tbody>
    </table>
  )
}

function Row({
  candidate,
  isChosen,
}: {
  readonly candidate: CandidateReport
  readonly isChosen: boolean
}) {
  const { name, agreement, low, high, n, notHighestStage, calibrationError } = candidate
  return (
    <tr className={isChosen ? 'chosen' : undefined} data-testid={`receipt-${name}`}>
      <th scope="row">
        {rankerWords(name)}
        {isRule(name) && <span className="dim"> · rule</span>}
        {isChosen && <span className="dim"> · chosen</span>}
        {!candidate.eligible && <span className="reason dim">{candidate.reason}</span>}
      </th>
      <td>{n === 0 ? '–' : count(n)}</td>
      <td className="bar-cell">
        {agreement !== null && (
          <IntervalBar share={agreement} low={low} high={high} isMarked={isChosen} />
        )}
      </td>
      <td>
        <EstimateText estimate={{ share: agreement, low, high, n }} />
      </td>
      <td>
        <EstimateText estimate={notHighestStage} />
      </td>
      <td>{calibrationError === null ? '–' : percentWithTenths(calibrationError)}</td>
    </tr>
  )
}

function EstimateText({ estimate: { share, low, high } }: { readonly estimate: Estimate }) {
  if (share === null) return '–'
  return (
    <>
      <span className="value">{percentWithTenths(share)}</span>
      {low !== null && high !== null && <span className="dim"> {interval(low, high)}</span>}
    </>
  )
}
