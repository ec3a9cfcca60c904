import type { ReactNode } from 'react'
import type { Candidate } from '../../../shared/domain.ts'
import { Picture } from '../../ui/Picture.tsx'
import { fileName, stageWords } from '../../words/rankers.ts'
import type { SetLayout } from './layout.ts'

export interface CandidateFigureProps {
  readonly candidate: Candidate
  readonly layout: SetLayout
  /** "92 % sure" for the suggested image; null for the others. */
  readonly confidence: string | null
  /** "4 %"; null when there is no honest number. */
  readonly probability: string | null
  readonly isKept: boolean
  readonly isReady: boolean
  /** What is drawn over the picture; left out while nothing is. */
  readonly overlay?: ReactNode
}

/** One image of the set with its key number, its probability and what it is. */
export function CandidateFigure(props: CandidateFigureProps) {
  const { candidate, layout, confidence, probability, isKept, isReady, overlay } = props
  const { position, imageId, relativePath, failure } = candidate
  const name = fileName(relativePath)
  const isSuggested = confidence !== null
  const facts = [stageWords(candidate.stage) ?? name, sizeWords(candidate)]
  const label = [
    `Image ${position}`,
    ...(isSuggested ? [`suggested, ${confidence}`] : []),
    ...(isKept ? ['kept'] : []),
    ...facts,
  ].join(', ')
  return (
    <figure
      className={`candidate lines-${layout.captionLines}`}
      style={{ width: layout.figureWidthPx }}
      aria-label={label}
      data-testid={`candidate-${position}`}
      data-image-id={imageId}
      data-suggested={isSuggested}
      data-kept={isKept}
    >
      <div className="box" style={{ width: layout.box.widthPx, height: layout.box.heightPx }}>
        {failure === null ? (
          <>
            <Picture key={imageId} imageId={imageId} description={name} isReady={isReady} />
            {overlay}
          </>
        ) : (
          <p className="failure">{failure}</p>
        )}
      </div>
      <figcaption title={relativePath}>
        <span className="number" data-testid={isSuggested ? 'suggestion' : undefined}>
          {position}
        </span>
        {isSuggested ? (
          <span className="confidence" data-testid="confidence">
            {confidence}
          </span>
        ) : (
          probability !== null && <span className="probability">{probability}</span>
        )}
        {isKept && <span className="kept">kept</span>}
        <span className="facts">
          {facts.map((fact) => fact !== null && <span key={fact}>{fact}</span>)}
        </span>
      </figcaption>
    </figure>
  )
}

/** "1664 × 2432"; null while unknown. */
function sizeWords({ widthPx, heightPx }: Candidate): string | null {
  return widthPx === null || heightPx === null ? null : `${widthPx} × ${heightPx}`
}
