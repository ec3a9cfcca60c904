import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { JOINT_NAMES, jointsOf } from './joints.ts'

const POSE = Array.from({ length: 33 }, (_, index) => ({ x: index / 33, y: 0.5, visibility: 0.9 }))

test('every landmark gets its name', () => {
  const joints = jointsOf(POSE)
  expect(joints).toHaveLength(33)
  expect(new Set(JOINT_NAMES).size).toBe(33)
  // The numbers of MediaPipe's documentation.
  const numbered = [0, 11, 12, 15, 16, 24, 31, 32].map((index) => joints[index]?.name)
  expect(numbered).toEqual([
    'nose',
    'left-shoulder',
    'right-shoulder',
    'left-wrist',
    'right-wrist',
    'right-hip',
    'left-foot-index',
    'right-foot-index',
  ])
  expect(joints[15]).toEqual({
    name: 'left-wrist',
    place: { x: 15 / 33, y: 0.5 },
    visibility: 0.9,
  })
})

test('visibility stays within 0 and 1', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true })
  fc.assert(
    fc.property(number, (visibility) => {
      const joints = jointsOf(POSE.map((landmark) => ({ ...landmark, visibility })))
      expect(joints).toHaveLength(33)
      expect(joints.every((joint) => joint.visibility >= 0 && joint.visibility <= 1)).toBe(true)
    }),
  )
})

test('what is no pose has no joints', () => {
  expect(jointsOf([])).toEqual([])
  expect(jointsOf(POSE.slice(1))).toEqual([])
  expect(jointsOf([...POSE.slice(1), { x: Number.NaN, y: 0, visibility: 1 }])).toEqual([])
})
