/** Which points of a hand and of a body are joined by a line. */
import type { Joint } from '../../../../shared/people.ts'

/** Pairs of the 21 landmarks of a hand, MediaPipe's order: the palm, then finger by finger. */
export const HAND_BONES: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, 5],
  [5, 9],
  [9, 13],
  [13, 17],
  [0, 17],
  ...[1, 5, 9, 13, 17].flatMap((root) =>
    [0, 1, 2].map((joint) => [root + joint, root + joint + 1] as const),
  ),
]

/** Joints below this are guessed behind something or outside of the picture. */
const SEEN_FROM = 0.5

const LIMBS: readonly (readonly [string, string])[] = [
  ['left-shoulder', 'right-shoulder'],
  ['left-hip', 'right-hip'],
  ...['left', 'right'].flatMap((side) =>
    [
      ['shoulder', 'elbow'],
      ['elbow', 'wrist'],
      ['shoulder', 'hip'],
      ['hip', 'knee'],
      ['knee', 'ankle'],
    ].map(([from, to]) => [`${side}-${from}`, `${side}-${to}`] as const),
  ),
]

/** Joints that can be seen. */
export function seenJoints(joints: readonly Joint[]): readonly Joint[] {
  return joints.filter(({ visibility }) => visibility >= SEEN_FROM)
}

/** Pairs of seen joints between which there is a limb. */
export function limbsOf(joints: readonly Joint[]): readonly (readonly [Joint, Joint])[] {
  const seen = seenJoints(joints)
  const named = (name: string): Joint | undefined => seen.find((joint) => joint.name === name)
  return LIMBS.flatMap(([from, to]) => {
    const [first, second] = [named(from), named(to)]
    return first === undefined || second === undefined ? [] : [[first, second] as const]
  })
}
