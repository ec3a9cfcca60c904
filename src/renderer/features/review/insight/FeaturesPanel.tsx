import { useMemo } from 'react'
import type { ImageSet } from '../../../../shared/domain.ts'
import type { ImageInsight } from '../../../../shared/features.ts'
import type { JobState } from '../../../../shared/jobs.ts'
import { LAYERS, type Layer } from '../../../store/state.ts'
import { Button } from '../../../ui/Button.tsx'
import { Keys } from '../../../ui/Keys.tsx'
import { LAYER_KEYS, LAYER_WORDS } from '../../../words/layers.ts'
import { UNKNOWN } from './measures.ts'
import { numberGroups, type NumberGroup } from './numberRows.ts'
import { handHints, reasonsForGaps } from './reasons.ts'

export interface FeaturesPanelProps {
  readonly set: ImageSet
  /** In the order of the candidates; null while they are on their way. */
  readonly images: readonly ImageInsight[] | null
  /** Position of the suggested image, from 1; null without a suggestion. */
  readonly suggested: number | null
  readonly layers: ReadonlySet<Layer>
  readonly withoutPeople: string | null
  /** The job `features`; null when none was started. */
  readonly job: JobState | null
  readonly onToggle: (layer: Layer) => void
  readonly onClose: () => void
}

/** What the models see of a set: what to draw over the pictures, and the numbers side by side. */
export function FeaturesPanel(props: FeaturesPanelProps) {
  const { set, images, suggested, layers, withoutPeople, job, onToggle, onClose } = props
  const groups = useMemo(() => numberGroups(images, set.candidates.length), [images, set])
  const failures = set.candidates.map(({ failure }) => failure)
  const sentences =
    images === null
      ? []
      : [...handHints(images), ...reasonsForGaps(images, failures, withoutPeople, job)]
  return (
    <aside
      className="insight-panel"
      aria-label="Features"
      aria-busy={images === null}
      data-testid="features-panel"
      data-set-id={set.setId}
      style={{ width: panelWidthPx(set.candidates.length) }}
    >
      <div className="insight-head">
        <h2>Features</h2>
        <Button kind="quiet" label="Close the features panel" onPress={onClose}>
          ✕
        </Button>
      </div>
      <div className="insight-layers" role="group" aria-label="Drawn over the pictures">
        {LAYERS.map((layer) => (
          <Button
            key={layer}
            kind="quiet"
            isPressed={layers.has(layer)}
            testId={`layer-toggle-${layer}`}
            onPress={() => onToggle(layer)}
          >
            <Keys keys={[`Shift ${LAYER_KEYS[layer]}`]} />
            {LAYER_WORDS[layer]}
          </Button>
        ))}
      </div>
      {/* Focusable, so that the arrow and page keys scroll it. */}
      <div className="insight-numbers" tabIndex={0} role="region" aria-label="Numbers">
        <table>
          <thead>
            <tr>
              <td />
              {set.candidates.map(({ imageId, position }) => (
                <th key={imageId} scope="col" data-suggested={position === suggested}>
                  <span className="for-readers">image </span>
                  {position}
                </th>
              ))}
            </tr>
          </thead>
          {groups.map((group) => (
            <Group key={group.title} group={group} columns={set.candidates.length} />
          ))}
        </table>
      </div>
      <div className="insight-reasons" role="status" data-testid="features-reasons">
        {sentences.map((sentence, index) => (
          <p key={index}>{sentence}</p>
        ))}
      </div>
    </aside>
  )
}

function cellClass(text: string, isBest: boolean): string | undefined {
  if (isBest) return 'best'
  return text === UNKNOWN ? 'unknown' : undefined
}

/** Room for the labels, and for five characters per image. */
function panelWidthPx(images: number): number {
  return Math.max(320, 140 + 52 * images)
}

function Group({
  group: { title, rows },
  columns,
}: {
  readonly group: NumberGroup
  readonly columns: number
}) {
  return (
    <tbody>
      <tr className="insight-group">
        <th scope="rowgroup" colSpan={columns + 1}>
          {title}
        </th>
      </tr>
      {rows.map(({ label, meaning, cells, isEven }) => (
        <tr key={label} className={isEven ? 'even' : undefined} title={meaning}>
          <th scope="row">{label}</th>
          {cells.map(({ text, isBest }, index) => (
            <td key={index} className={cellClass(text, isBest)}>
              {text}
              {isBest && <span className="for-readers">, best</span>}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
