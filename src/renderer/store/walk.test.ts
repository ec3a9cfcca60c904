import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SetState } from '../../shared/ipc.ts'
import { countStates, neighbour, nextOpen, placesToPrefetch } from './walk.ts'

const STATES = fc.array(fc.constantFrom<SetState[]>('open', 'pick', 'reject', 'skip'), {
  minLength: 1,
  maxLength: 30,
})

describe('walk', () => {
  test('the next open set in order, then round to the start', () => {
    const states: SetState[] = ['open', 'pick', 'open', 'skip', 'open']
    expect([0, 1, 2, 3, 4].map((from) => nextOpen(states, from))).toEqual([2, 2, 4, 4, 0])
    expect(nextOpen(['pick', 'reject'], 0)).toBeNull()
    expect(nextOpen([], 0)).toBeNull()
  })

  test('following nextOpen and deciding visits every open set exactly once', () => {
    fc.assert(
      fc.property(STATES, fc.nat(), (states, seed) => {
        const left = [...states]
        const visited: number[] = []
        let place = nextOpen(left, seed % left.length)
        while (place !== null) {
          visited.push(place)
          left[place] = 'pick'
          place = nextOpen(left, place)
        }
        const open = states.flatMap((state, index) => (state === 'open' ? [index] : []))
        expect(visited.toSorted((a, b) => a - b)).toEqual(open)
      }),
    )
  })

  test('neighbours end at the ends', () => {
    expect([neighbour(3, 0, -1), neighbour(3, 0, 1), neighbour(3, 2, 1)]).toEqual([null, 1, null])
  })

  test('holds ready where a key can lead: two open sets ahead, one neighbour on each side', () => {
    const states: SetState[] = ['pick', 'open', 'pick', 'open', 'open', 'open']
    expect(placesToPrefetch(states, 1)).toEqual([3, 4, 2, 0])
    expect(placesToPrefetch(['open'], 0)).toEqual([])
  })

  test('never more than four places, all real, never the one on screen', () => {
    fc.assert(
      fc.property(STATES, fc.nat(), (states, seed) => {
        const place = seed % states.length
        const places = placesToPrefetch(states, place)
        expect(places.length).toBeLessThanOrEqual(4)
        expect(places).not.toContain(place)
        expect(places.every((near) => near >= 0 && near < states.length)).toBe(true)
        const next = nextOpen(states, place)
        if (next !== null && next !== place) expect(places[0]).toBe(next)
      }),
    )
  })

  test('counts', () => {
    expect(countStates(['open', 'pick', 'pick', 'skip'])).toEqual({
      open: 1,
      pick: 2,
      reject: 0,
      skip: 1,
    })
  })
})
