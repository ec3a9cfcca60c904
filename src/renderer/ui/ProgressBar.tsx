export interface ProgressBarProps {
  /** 0 to 1; null while the end is not known. */
  readonly fraction: number | null
  readonly label: string
}

/** A plain bar without motion. */
export function ProgressBar({ fraction, label }: ProgressBarProps) {
  const percent = fraction === null ? null : Math.round(Math.min(1, Math.max(0, fraction)) * 100)
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
    >
      <i style={{ width: `${percent ?? 0}%` }} />
    </div>
  )
}
