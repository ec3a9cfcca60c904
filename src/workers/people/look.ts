/** Everything that is looked for in one picture. */
import { jointsOf } from '../../core/people/joints.ts'
import { mergeHands } from '../../core/people/mergeHands.ts'
import { NOBODY, type Joint, type People } from '../../shared/people.ts'
import type { Detectors } from './detectors.ts'
import { findFaces } from './faces.ts'
import { findHands, findHandsCloser } from './hands.ts'
import { findPerson } from './mask.ts'
import { lumaPlaneOf, openPicture, viewOf, WHOLE } from './picture.ts'

/** As the pixels of the whole picture are measured, so that the numbers compare. */
const MEASURED_EDGE_PX = 1024

/**
 * @param url of the picture.
 * @throws PictureError when it cannot be read; anything else: the detectors are broken.
 */
export async function lookForPeople(detectors: Detectors, url: string): Promise<People> {
  const picture = await openPicture(url)
  try {
    const whole = viewOf(picture, WHOLE, MEASURED_EDGE_PX, true)
    const plane = lumaPlaneOf(whole)
    const faces = findFaces(detectors, picture, whole, plane)
    const bodies = findBodies(detectors, whole.canvas)
    const inPicture = findHands(detectors, picture, whole)
    // The model of the mask paints whatever stands in front: cats, aeroplanes, hot dogs.
    if (faces.length + bodies.length + inPicture.length === 0) return NOBODY
    const person = findPerson(detectors, picture, plane)
    const closer = findHandsCloser(detectors, picture, { bodies, faces, person, inPicture })
    return {
      faces,
      hands: mergeHands([...inPicture, ...closer]),
      joints: bodies.flat(),
      person,
    }
  } finally {
    picture.bitmap.close()
  }
}

/** The joints of each person. */
function findBodies({ pose }: Detectors, canvas: OffscreenCanvas): Joint[][] {
  return pose
    .detect(canvas)
    .landmarks.map((landmarks) => jointsOf(landmarks))
    .filter((joints) => joints.length > 0)
}
