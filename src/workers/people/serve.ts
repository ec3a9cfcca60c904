/** Answers main: one picture after the other. */
import type { FromPeopleWorker, ToPeopleWorker } from '../../shared/peopleProtocol.ts'
import { openDetectors, type Detectors } from './detectors.ts'
import { lookForPeople } from './look.ts'
import { PictureError } from './picture.ts'

export function servePeople(port: MessagePort): void {
  const say = (message: FromPeopleWorker): void => port.postMessage(message)
  const isBroken = (error: unknown): void => say({ type: 'broken', reason: reasonOf(error) })

  const answer = async (detectors: Detectors, { id, url }: ToPeopleWorker): Promise<void> => {
    try {
      say({ type: 'found', id, people: await lookForPeople(detectors, url) })
    } catch (error) {
      if (!(error instanceof PictureError)) throw error
      say({ type: 'failed', id, reason: error.message })
    }
  }

  const open = async (): Promise<void> => {
    const canvas = new OffscreenCanvas(1, 1)
    // The detectors compute on the processor, and yet take their pictures through WebGL.
    if (canvas.getContext('webgl2') === null) {
      say({ type: 'no-webgl' })
      return
    }
    const detectors = await openDetectors(canvas)
    let last = Promise.resolve()
    port.addEventListener('message', ({ data }: MessageEvent<ToPeopleWorker>) => {
      last = last.then(() => answer(detectors, data)).catch(isBroken)
    })
    port.start()
    say({ type: 'ready' })
  }

  open().catch(isBroken)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
