import { percent } from '../../../words/numbers.ts'

export interface ConstantBoxProps {
  /** Left, top, right, bottom in fractions of the picture. */
  readonly box: readonly [number, number, number, number]
}

/** Drawn on an upright picture, 2 : 3. */
const WIDTH_PX = 72
const HEIGHT_PX = 108

/** The middle of all crops as one box: what a crop model has to beat. */
export function ConstantBox({ box: [left, top, right, bottom] }: ConstantBoxProps) {
  return (
    <figure className="constant-box" data-testid="constant-box">
      <svg width={WIDTH_PX} height={HEIGHT_PX} aria-hidden="true">
        <rect className="box-ground" width={WIDTH_PX} height={HEIGHT_PX} />
        <rect
          className="box-kept"
          x={left * WIDTH_PX + 0.5}
          y={top * HEIGHT_PX + 0.5}
          width={(right - left) * WIDTH_PX - 1}
          height={(bottom - top) * HEIGHT_PX - 1}
        />
      </svg>
      <figcaption>
        The middle of all crops runs from {percent(left)} to {percent(right)} across and from{' '}
        {percent(top)} to {percent(bottom)} down: what a learned crop has to beat.
      </figcaption>
    </figure>
  )
}
