import { useMemo } from 'react'
import { countStates } from '../../store/walk.ts'
import { useSetwise } from '../../store/useSetwise.ts'
import { KeyHint } from '../../ui/KeyHint.tsx'
import { count, counted } from '../../words/numbers.ts'

/** After the last open set: what came of it. */
export function AllDecided() {
  const { states } = useSetwise((state) => state.queue)
  const why = useSetwise((state) => state.app?.model.why)
  const step = useSetwise((state) => state.step)
  const goTo = useSetwise((state) => state.goTo)
  const counts = useMemo(() => countStates(states), [states])
  return (
    <main className="page" data-testid="all-decided">
      <div className="page-text">
        <h1>All {counted(states.length, 'set')} decided</h1>
        <dl className="figures">
          <Figure name="kept" value={counts.pick} />
          <Figure name="rejected" value={counts.reject} />
          <Figure name="skipped" value={counts.skip} />
        </dl>
        {why !== undefined && <p className="dim">{why}</p>}
        <p className="hints">
          <KeyHint keys={['↑']} onPress={() => step(-1, null, false)}>
            look at the sets again
          </KeyHint>
          <KeyHint keys={['M']} onPress={() => goTo('training')}>
            model
          </KeyHint>
          <KeyHint keys={['L']} onPress={() => goTo('library')}>
            library
          </KeyHint>
        </p>
      </div>
    </main>
  )
}

function Figure({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count(value)}</dd>
    </div>
  )
}
