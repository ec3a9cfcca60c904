import type { SingleImage } from '../../../shared/ipc.ts'
import { previewUrl } from '../../../shared/ipc.ts'
import { useSize } from '../../ui/useSize.ts'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import { counted } from '../../words/numbers.ts'
import { fileName } from '../../words/rankers.ts'

export interface SinglesGridProps {
  readonly singles: readonly SingleImage[]
}

/** Tiles are square pictures of this width with two lines of text below, see library.css. */
const TILE_PX = 168
const TILE_HEIGHT_PX = 218

/** Pictures without rivals: they are in no set, and nothing is decided about them. */
export function SinglesGrid({ singles }: SinglesGridProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const columns = Math.max(1, Math.floor((size?.widthPx ?? 0) / TILE_PX))
  return (
    <section className="library-section">
      <h2>
        {counted(singles.length, 'single')} <span className="dim">in no set</span>
      </h2>
      <div ref={ref} className="library-scroll">
        {size !== null && (
          <VirtualRows
            key={columns}
            count={Math.ceil(singles.length / columns)}
            rowHeightPx={TILE_HEIGHT_PX}
            label="Pictures in no set"
            testId="singles"
            renderRow={(index) => (
              <div className="tiles">
                {singles.slice(index * columns, (index + 1) * columns).map((single) => (
                  <Tile key={single.imageId} single={single} />
                ))}
              </div>
            )}
          />
        )}
      </div>
    </section>
  )
}

function Tile({ single: { imageId, project, relativePath } }: { readonly single: SingleImage }) {
  return (
    <figure className="tile" title={relativePath} data-testid="single">
      <div className="tile-box">
        <img src={previewUrl(imageId, 320)} alt={fileName(relativePath)} decoding="async" />
      </div>
      <figcaption>
        <span>{fileName(relativePath)}</span>
        <span className="dim">{project}</span>
      </figcaption>
    </figure>
  )
}
