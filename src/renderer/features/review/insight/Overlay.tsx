import { memo, useMemo } from 'react'
import { subjectOf } from '../../../../core/features/subject.ts'
import type { ImageInsight } from '../../../../shared/features.ts'
import type { Box, ByteMap, Hand, People } from '../../../../shared/people.ts'
import type { Layer } from '../../../store/state.ts'
import type { Extent } from '../layout.ts'
import { boxIn, containedFrame, labelPlace, placeIn, type Frame } from './geometry.ts'
import { MapCanvas } from './MapCanvas.tsx'
import { dimmingPixels, outlineOf, tintPixels } from './outline.ts'
import { HAND_BONES, limbsOf, seenJoints } from './skeleton.ts'

export interface OverlayProps {
  readonly insight: ImageInsight
  readonly layers: ReadonlySet<Layer>
  /** Of the picture itself, for its shape. */
  readonly picture: Extent
  /** Of the box that shows it. */
  readonly box: Extent
}

/** What was found in a picture, drawn over it. Said in numbers in the panel, so readers need not hear it. */
export const Overlay = memo(function Overlay({ insight, layers, picture, box }: OverlayProps) {
  const frame = containedFrame(picture, box)
  const { people, saliency } = insight
  const subject = layers.has('subject') ? subjectOf(saliency, people) : null
  const person = layers.has('person') ? (people?.person ?? null) : null
  return (
    <div
      className="insight"
      aria-hidden="true"
      data-testid="overlay"
      style={{
        left: frame.leftPx,
        top: frame.topPx,
        width: frame.widthPx,
        height: frame.heightPx,
      }}
    >
      {layers.has('standing-out') && saliency !== null && (
        <MapCanvas map={saliency.map} paint={dimmingPixels} testId="layer-standing-out" />
      )}
      {person !== null && <MapCanvas map={person.mask} paint={tintPixels} testId="layer-person" />}
      <svg width={frame.widthPx} height={frame.heightPx}>
        {person !== null && <Outline map={person.mask} frame={frame} />}
        {subject !== null && <Rectangle kind="subject" box={subject.box} frame={frame} />}
        {people !== null && <PeopleMarks people={people} layers={layers} frame={frame} />}
      </svg>
      {layers.has('hands') &&
        people?.hands.map((hand, index) => <HandHint key={index} hand={hand} frame={frame} />)}
    </div>
  )
})

function PeopleMarks({
  people: { faces, hands, joints },
  layers,
  frame,
}: {
  readonly people: People
  readonly layers: ReadonlySet<Layer>
  readonly frame: Frame
}) {
  return (
    <>
      {layers.has('joints') && (
        <g className="insight-joints" data-testid="layer-joints">
          <path
            d={linesOf(
              frame,
              limbsOf(joints).map(([from, to]) => [from.place, to.place]),
            )}
          />
          {seenJoints(joints).map(({ name, place }) => (
            <Dot key={name} radiusPx={3} {...placeIn(frame, place)} />
          ))}
        </g>
      )}
      {layers.has('faces') &&
        faces.map(({ box }, index) => (
          <Rectangle key={index} kind="face" box={box} frame={frame} />
        ))}
      {layers.has('hands') &&
        hands.map((hand, index) => <HandMarks key={index} hand={hand} frame={frame} />)}
    </>
  )
}

function HandMarks({ hand, frame }: { readonly hand: Hand; readonly frame: Frame }) {
  const { points, box, outliers } = hand
  const bones = HAND_BONES.flatMap(([from, to]) => {
    const [first, second] = [points[from], points[to]]
    return first === undefined || second === undefined ? [] : [[first, second] as const]
  })
  return (
    <g className="insight-hand" data-testid="layer-hand">
      <path d={linesOf(frame, bones)} />
      {points.map((point, index) => (
        <Dot key={index} radiusPx={1.75} {...placeIn(frame, point)} />
      ))}
      <Rectangle kind={outliers.length > 0 ? 'flagged' : 'hand'} box={box} frame={frame} />
    </g>
  )
}

/** A hint at the hand whose measures are unusual: its words, no verdict. */
function HandHint({ hand, frame }: { readonly hand: Hand; readonly frame: Frame }) {
  const [worst, ...others] = hand.outliers
  if (worst === undefined) return null
  const { from, distancePx, topPx } = labelPlace(frame, boxIn(frame, hand.box))
  return (
    <span
      className="insight-hint"
      data-testid="hand-hint"
      style={{ [from]: distancePx, top: topPx, maxWidth: frame.widthPx - distancePx }}
    >
      {worst.words}
      {others.length > 0 && `, ${others.length} more`}
    </span>
  )
}

function Outline({ map, frame }: { readonly map: ByteMap; readonly frame: Frame }) {
  // Once per map: switching another layer must not trace it again.
  const outline = useMemo(() => outlineOf(map), [map])
  return <path className="insight-person" data-testid="outline" d={linesOf(frame, outline)} />
}

function Rectangle({
  kind,
  box,
  frame,
}: {
  readonly kind: 'face' | 'hand' | 'flagged' | 'subject'
  readonly box: Box
  readonly frame: Frame
}) {
  const { leftPx, topPx, widthPx, heightPx } = boxIn(frame, box)
  return (
    <rect
      className={`insight-box ${kind}`}
      data-testid={`box-${kind}`}
      x={leftPx}
      y={topPx}
      width={widthPx}
      height={heightPx}
      rx={2}
    />
  )
}

function Dot({
  x,
  y,
  radiusPx,
}: {
  readonly x: number
  readonly y: number
  readonly radiusPx: number
}) {
  return <circle cx={x} cy={y} r={radiusPx} />
}

/** Path of separate lines, to a tenth of a pixel. */
function linesOf(
  frame: Frame,
  lines: readonly (readonly [
    Readonly<{ x: number; y: number }>,
    Readonly<{ x: number; y: number }>,
  ])[],
): string {
  const at = (point: Readonly<{ x: number; y: number }>): string => {
    const { x, y } = placeIn(frame, point)
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  }
  return lines.map(([from, to]) => `M${at(from)}L${at(to)}`).join('')
}
