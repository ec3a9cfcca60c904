import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImageId, SetId, Shown, Verdict } from '../../shared/domain.ts'
import { createDecisionRepository } from './decisionRepository.ts'
import { openTestLibrary } from './testing.ts'

const shownOf = (order: readonly ImageId[]): Shown => ({
  order,
  suggested: null,
  confidence: null,
  modelId: null,
  blind: false,
  elapsedMs: 120,
})

describe('the journal', () => {
  test('keeps what was shown, word for word', async () => {
    const { decisions, testSets } = await openTestLibrary()
    const { setId, images } = testSets[0]!
    const shown: Shown = { ...shownOf(images), suggested: images[1]!, confidence: 0.75 }
    decisions.append(setId, { kind: 'pick', imageId: images[0]! }, shown, 'app', 42)
    expect(decisions.journal()).toMatchObject([
      {
        setId,
        action: 'pick',
        picked: 'alba/0_stage1_generated.png',
        shown,
        atMs: 42,
        undoes: null,
      },
    ])
  })

  test('refuses to change or to remove a line', async () => {
    const { database, decisions, testSets } = await openTestLibrary()
    const { setId, images } = testSets[0]!
    decisions.append(setId, { kind: 'skip' }, shownOf(images), 'app', 1)
    expect(() => database.exec('UPDATE decision SET at_ms = 2')).toThrow(/append-only/)
    expect(() => database.exec('DELETE FROM decision')).toThrow(/append-only/)
  })

  test('a decision cannot be taken back twice', async () => {
    const { decisions, rootId, testSets } = await openTestLibrary()
    const { setId, images } = testSets[0]!
    decisions.append(setId, { kind: 'skip' }, shownOf(images), 'app', 1)
    const standing = decisions.latestStanding(rootId)!
    decisions.appendUndo(standing, 'app', 2)
    expect(() => decisions.appendUndo(standing, 'app', 3)).toThrow(/UNIQUE/)
  })

  test('any mixture of decisions and undos gives the state that a plain stack gives', async () => {
    const action = fc.record({
      set: fc.nat(4),
      kind: fc.constantFrom('pick', 'reject', 'skip', 'undo'),
      image: fc.nat(1),
      elsewhere: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const { database, decisions, rootId, sets, testSets } = await openTestLibrary()
        // The command line writes to the same journal while the app is open.
        const commandLine = createDecisionRepository(database)
        const stack: { setId: SetId; verdict: Verdict }[] = []
        const pickedSets = (): number =>
          testSets.filter(
            ({ setId }) =>
              stack.findLast((entry) => entry.setId === setId)?.verdict.kind === 'pick',
          ).length
        actions.forEach(({ set, kind, image, elsewhere }, atMs) => {
          const writer = elsewhere ? commandLine : decisions
          if (kind === 'undo') {
            const undone = decisions.latestStanding(rootId)
            expect(undone?.setId ?? null).toBe(stack.at(-1)?.setId ?? null)
            if (undone !== null) writer.appendUndo(undone, 'app', atMs)
            stack.pop()
          } else {
            const { setId, images } = testSets[set]!
            const verdict: Verdict = kind === 'pick' ? { kind, imageId: images[image]! } : { kind }
            writer.append(setId, verdict, shownOf(images), 'app', atMs)
            stack.push({ setId, verdict })
          }
          if (atMs % 3 > 0) expect(decisions.countPicks()).toBe(pickedSets())
        })
        for (const { setId } of testSets) {
          const expected = stack.findLast((entry) => entry.setId === setId)?.verdict
          const current = decisions.current(setId)
          expect(current?.action ?? null).toBe(expected?.kind ?? null)
          expect(current?.picked ?? null).toBe(expected?.kind === 'pick' ? expected.imageId : null)
        }
        const expectedStates = testSets.map(
          ({ setId }) => stack.findLast((entry) => entry.setId === setId)?.verdict.kind ?? 'open',
        )
        expect(sets.states(rootId).map(({ state }) => state)).toEqual(expectedStates)
        expect(decisions.countPicks()).toBe(pickedSets())
        database.close()
      }),
      { numRuns: 60 },
    )
  })
})
