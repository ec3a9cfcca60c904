/** Names the landmarks of a pose. */
import type { Joint } from '../../shared/people.ts'

/** MediaPipe's 33 landmarks of a pose, in its order; left and right are the person's own. */
export const JOINT_NAMES = [
  'nose',
  'left-eye-inner',
  'left-eye',
  'left-eye-outer',
  'right-eye-inner',
  'right-eye',
  'right-eye-outer',
  'left-ear',
  'right-ear',
  'mouth-left',
  'mouth-right',
  'left-shoulder',
  'right-shoulder',
  'left-elbow',
  'right-elbow',
  'left-wrist',
  'right-wrist',
  'left-pinky',
  'right-pinky',
  'left-index',
  'right-index',
  'left-thumb',
  'right-thumb',
  'left-hip',
  'right-hip',
  'left-knee',
  'right-knee',
  'left-ankle',
  'right-ankle',
  'left-heel',
  'right-heel',
  'left-foot-index',
  'right-foot-index',
] as const

/**
 * The joints of one person; none when the landmarks are not the 33 of a pose or one is not finite.
 * @param landmarks in fractions of the picture; visibility is kept within 0-1.
 */
export function jointsOf(
  landmarks: readonly { readonly x: number; readonly y: number; readonly visibility: number }[],
): Joint[] {
  if (landmarks.length !== JOINT_NAMES.length) return []
  const joints = landmarks.flatMap(({ x, y, visibility }, index) => {
    const name = JOINT_NAMES[index]
    if (name === undefined || ![x, y, visibility].every(Number.isFinite)) return []
    return [{ name, place: { x, y }, visibility: Math.min(1, Math.max(0, visibility)) }]
  })
  return joints.length === JOINT_NAMES.length ? joints : []
}
