export interface IntervalBarProps {
  /** 0 to 1. */
  readonly share: number
  readonly low: number | null
  readonly high: number | null
  readonly isMarked: boolean
}

/** A share from 0 to 100 % as a bar, with its interval as a thin line across the end. */
export function IntervalBar({ share, low, high, isMarked }: IntervalBarProps) {
  return (
    // The numbers stand beside it in words.
    <svg
      className={isMarked ? 'interval-bar marked' : 'interval-bar'}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect className="interval-ground" x="0" y="2" width="100" height="6" />
      <rect className="interval-share" x="0" y="2" width={share * 100} height="6" />
      {low !== null && high !== null && (
        <rect
          className="interval-line"
          x={low * 100}
          y="4"
          width={Math.max(0.4, (high - low) * 100)}
          height="2"
        />
      )}
    </svg>
  )
}
