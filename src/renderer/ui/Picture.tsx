import { useState } from 'react'
import type { ImageId } from '../../shared/domain.ts'
import { previewUrl } from '../../shared/ipc.ts'

export interface PictureProps {
  readonly imageId: ImageId
  readonly description: string
  /** The large preview is decoded already: it needs no stand-in. */
  readonly isReady: boolean
}

/** The large preview; until it is decoded, the small one in its place. Give it the image id as key. */
export function Picture({ imageId, description, isReady }: PictureProps) {
  const [phase, setPhase] = useState<'waiting' | 'shown' | 'failed'>(isReady ? 'shown' : 'waiting')
  if (phase === 'failed') {
    return (
      <p className="failure">
        The preview of {description} could not be read. The file may have been moved, or its disk
        taken away.
      </p>
    )
  }
  return (
    <>
      {phase === 'waiting' && <img className="picture" src={previewUrl(imageId, 320)} alt="" />}
      <img
        className="picture"
        src={previewUrl(imageId, 2560)}
        alt={description}
        decoding="sync"
        draggable={false}
        onLoad={() => setPhase('shown')}
        onError={() => setPhase('failed')}
      />
    </>
  )
}
