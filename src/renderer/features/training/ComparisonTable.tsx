import type { Comparison } from '../../../shared/ranking.ts'
import { count, points, signedInterval } from '../../words/numbers.ts'
import { rankerNameWords } from '../../words/rankers.ts'

export interface ComparisonTableProps {
  readonly comparisons: readonly Comparison[]
}

/** The new ranker against the one in use and the rules, paired on the same sets. */
export function ComparisonTable({ comparisons }: ComparisonTableProps) {
  if (comparisons.length === 0) return null
  return (
    <table data-testid="receipt-comparisons">
      <thead>
        <tr>
          <th scope="col">new against</th>
          <th scope="col">sets</th>
          <th scope="col">difference</th>
          <th scope="col">95 % interval</th>
          <th scope="col">so it is</th>
        </tr>
      </thead>
      <tbody>
        {comparisons.map(({ against, difference, low, high, n }) => (
          <tr key={against}>
            <th scope="row">{rankerNameWords(against)}</th>
            <td>{count(n)}</td>
            <td className="value">{difference === null ? '–' : points(difference)}</td>
            <td className="dim">
              {low === null || high === null ? '–' : signedInterval(low, high)}
            </td>
            <td>{comparisonWord(low, high)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A difference counts when its interval excludes zero. */
export function comparisonWord(low: number | null, high: number | null): string {
  if (low === null || high === null) return 'too little data to tell'
  if (low > 0) return 'better'
  if (high < 0) return 'worse'
  return 'not told apart'
}
