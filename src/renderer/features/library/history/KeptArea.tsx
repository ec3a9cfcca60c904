import { percent } from '../../../words/numbers.ts'

export interface KeptAreaProps {
  /** 10th to 90th percentile of the kept share of the area. */
  readonly deciles: readonly number[]
}

/** How much of a picture crops keep, from tight to wide. */
export function KeptArea({ deciles }: KeptAreaProps) {
  const [low, middle, high] = [deciles[0], deciles[4], deciles[8]]
  if (low === undefined || middle === undefined || high === undefined) return null
  return (
    <figure className="kept-area" data-testid="kept-area">
      <div className="kept-bars" aria-hidden="true">
        {deciles.map((share, index) => (
          // A place in the order is all that tells deciles apart.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index}>
            <span>{Math.round(share * 100)}</span>
            <i style={{ height: `${share * 72}px` }} />
          </div>
        ))}
      </div>
      <figcaption>
        Half of the crops keep less than {percent(middle)} of the picture; eight of ten keep{' '}
        {percent(low)} to {percent(high)}.
      </figcaption>
    </figure>
  )
}
