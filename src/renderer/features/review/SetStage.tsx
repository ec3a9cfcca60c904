import { useMemo } from 'react'
import type { Candidate } from '../../../shared/domain.ts'
import type { ImageInsight } from '../../../shared/features.ts'
import type { Layer, ShownSet } from '../../store/state.ts'
import { useSetwise } from '../../store/useSetwise.ts'
import { useSize } from '../../ui/useSize.ts'
import { describeConfidence, probabilityText } from '../../words/confidence.ts'
import { CandidateFigure } from './CandidateFigure.tsx'
import { Overlay } from './insight/Overlay.tsx'
import { SetFeatures } from './insight/SetFeatures.tsx'
import { useInsight } from './insight/useInsight.ts'
import { GAP_PX, layoutSet, rowWidthPx, type SetLayout } from './layout.ts'

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
  const panelShown = useSetwise((state) => state.panelShown)
  const layers = useSetwise((state) => state.layers)
  const images = useInsight(set)
  const confidence = suggestion === null ? null : describeConfidence(suggestion).text
  const suggested = set.candidates.find((one) => one.imageId === suggestion?.winner)
  return (
    <main className={panelShown ? 'stage with-panel' : 'stage'}>
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
            {set.candidates.map((candidate, index) => (
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
                overlay={overlayOf(images?.[index], layers, candidate, layout)}
              />
            ))}
          </div>
        )}
      </div>
      {panelShown && (
        <SetFeatures set={set} images={images} suggested={suggested?.position ?? null} />
      )}
    </main>
  )
}

function overlayOf(
  insight: ImageInsight | undefined,
  layers: ReadonlySet<Layer>,
  candidate: Candidate,
  { box }: SetLayout,
) {
  const picture = knownSize(candidate)
  if (insight === undefined || picture === null) return null
  return <Overlay insight={insight} layers={layers} picture={picture} box={box} />
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
