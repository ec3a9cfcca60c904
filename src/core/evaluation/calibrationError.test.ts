import { describe, expect, test } from 'vitest'
import { createRandom } from '../training/random.ts'
import { calibrationError, calibrationErrorInterval } from './calibrationError.ts'

const random = createRandom(6)
const confidence = Float64Array.from({ length: 3000 }, () => 0.5 + random.uniform() / 2)
const honest = confidence.map((value) => (random.uniform() < value ? 1 : 0))
const boastful = confidence.map((value) => (random.uniform() < value - 0.2 ? 1 : 0))

describe('calibration error', () => {
  test('is small when the confidence holds', () => {
    // 15 bins of 200: each gap is about 0.43 / sqrt(200) x 0.8 = 0.025 by chance alone.
    expect(calibrationError(confidence, honest)!).toBeLessThan(0.04)
  })

  test('is the size of the exaggeration', () => {
    expect(Math.abs(calibrationError(confidence, boastful)! - 0.2)).toBeLessThan(0.04)
  })

  test('has an interval around it', () => {
    const { low, high } = calibrationErrorInterval(confidence, boastful, createRandom(1))!
    expect(low).toBeGreaterThan(0.15)
    expect(low).toBeLessThan(0.2)
    expect(high).toBeGreaterThan(0.2)
    expect(high).toBeLessThan(0.25)
  })

  test('keeps equal confidences in one bin: a constant 70 % that is right in 70 % is calibrated', () => {
    const constant = new Float64Array(1000).fill(0.7)
    const right = constant.map((_, set) => (set < 700 ? 1 : 0))
    expect(calibrationError(constant, right)!).toBeCloseTo(0, 10)
  })

  test('parts what differs: right when unsure and wrong when sure does not cancel out', () => {
    const values = Float64Array.from({ length: 40 }, (_, set) => (set < 20 ? 0.5 : 0.9))
    const right = values.map((value) => (value === 0.5 ? 0.9 : 0.5))
    expect(calibrationError(values, right)!).toBeCloseTo(0.4, 10)
  })

  test('is unknown without sets', () => {
    const none = new Float64Array()
    expect(calibrationError(none, none)).toBeNull()
    expect(calibrationErrorInterval(none, none, random)).toBeNull()
  })
})
