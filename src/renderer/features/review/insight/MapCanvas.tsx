import { useLayoutEffect, useRef } from 'react'
import type { ByteMap } from '../../../../shared/people.ts'

export interface MapCanvasProps {
  readonly map: ByteMap
  /** RGBA of each cell. */
  readonly paint: (map: ByteMap) => Uint8ClampedArray<ArrayBuffer>
  readonly testId: string
}

/** A small map stretched smoothly over the picture. */
export function MapCanvas({ map, paint, testId }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { columns, rows } = map
  useLayoutEffect(() => {
    // An empty map paints nothing; ImageData would refuse it.
    if (map.values.length === 0) return
    const context = canvas.current?.getContext('2d')
    context?.putImageData(new ImageData(paint(map), columns, rows), 0, 0)
  }, [map, paint, columns, rows])
  return (
    <canvas
      ref={canvas}
      className="insight-map"
      width={columns}
      height={rows}
      data-testid={testId}
    />
  )
}
