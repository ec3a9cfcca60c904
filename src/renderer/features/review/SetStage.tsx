import { useMemo } from 'react'
import type { ShownSet } from '../../store/state.ts'
import { useSize } from '../../ui/useSize.ts'
import { describeConfidence, probabilityText } from '../../words/confidence.ts'
import { CandidateFigure } from './CandidateFigure.tsx'
import { GAP_PX, layoutSet, rowWidthPx } from './layout.ts'

export interface SetStageProps {
  readonly shown: ShownSet
}

/** The set, large and equal. */
export function SetStage({ shown: { reviewSet, ready } }: SetStageProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const { set, suggestion, picked } = reviewSet
  const layout = useMemo(
    () => (size === null ? null : layoutSet(set.candidates.map(knownSize), size)),
    [set, size],
  )
  const confidence = suggestion === null ? null : describeConfidence(suggestion).text
  const suggested = set.candidates.find((one) => one.imageId === suggestion?.winner)
  return (
    <main className="stage">
      <p className="for-readers" aria-live="polite">
        {suggested === undefined
          ? 'No suggestion for this set yet.'
          : `Suggestion: image ${suggested.position}, ${confidence}.`}
      </p>
      <div ref={ref} className="stage-room">
        {layout !== null && (
          <div
            className="set"
            role="group"
            aria-label={`Set of ${set.candidates.length} images`}
            data-testid="review-set"
            data-set-id={set.setId}
            style={{ width: rowWidthPx(layout), gap: GAP_PX }}
          >
            {set.candidates.map((candidate) => (
              <CandidateFigure
                key={candidate.imageId}
                candidate={candidate}
                layout={layout}
                confidence={candidate.imageId === suggestion?.winner ? confidence : null}
                probability={
                  candidate.failure === null ? probabilityText(suggestion, candidate.imageId) : null
                }
                isKept={candidate.imageId === picked}
                isReady={ready.has(candidate.imageId)}
              />
            ))}
          </div>
        )}
      </div>
    </main>
  )
}

function knownSize({
  widthPx,
  heightPx,
}: {
  readonly widthPx: number | null
  readonly heightPx: number | null
}) {
  return widthPx === null || heightPx === null ? null : { widthPx, heightPx }
}
