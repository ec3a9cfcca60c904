import type { Expectations } from '../../../../shared/history.ts'
import { count, counted, percent, percentWithTenths } from '../../../words/numbers.ts'
import { ConstantBox } from './ConstantBox.tsx'
import { KeptArea } from './KeptArea.tsx'

export interface ExpectedProps {
  readonly expectations: Expectations
}

/** What the decisions so far lead to expect. */
export function Expected({ expectations }: ExpectedProps) {
  const { projects, keptAreaDeciles, constantBox, trainable, missing } = expectations
  return (
    <div
      className="expected"
      tabIndex={0}
      role="region"
      aria-label="What to expect"
      data-testid="expected"
    >
      <section>
        <h2>{counted(trainable, 'decision')} can train now</h2>
        {missing.length > 0 && (
          <ul className="missing">
            {missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </section>
      <div className="expected-parts">
        <section>
          <h2>By project</h2>
          <table data-testid="expected-projects">
            <thead>
              <tr>
                <th scope="col">project</th>
                <th scope="col">decisions</th>
                <th scope="col">highest stage kept</th>
                <th scope="col">cropped</th>
              </tr>
            </thead>
            <tbody>
              {projects.map(({ project, decisions, highestStageShare, cropRate }) => (
                <tr key={project}>
                  <th scope="row">{project}</th>
                  <td>{count(decisions)}</td>
                  <td>{highestStageShare === null ? '–' : percentWithTenths(highestStageShare)}</td>
                  <td>{cropRate === null ? '–' : percent(cropRate)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <section>
          <h2>Crops</h2>
          {keptAreaDeciles === null || constantBox === null ? (
            <p className="dim">Fewer than 10 crops are known: too few to expect anything.</p>
          ) : (
            <>
              <KeptArea deciles={keptAreaDeciles} />
              <ConstantBox box={constantBox} />
            </>
          )}
        </section>
      </div>
    </div>
  )
}
