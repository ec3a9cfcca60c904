/** Sample libraries and the simulated person in front of the screen. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { SetId } from '../src/shared/domain.ts'
import type { ReviewSet } from '../src/shared/ipc.ts'
import { readTruth, simulatedChoice, type SignedTaste } from '../tools/sample/truth.ts'
import { call, nextSet, shownSet } from './app.ts'

const generator = join(import.meta.dirname, '..', 'tools', 'sample', 'cli.ts')

/** Quick to draw and to decode; the pictures of the documentation are drawn in full size. */
const SMALL = '416x608'

/** Makes a sample library of drawn scenes with `tools/sample`; the same arguments give the same files. */
export function makeSample(folder: string, sets: number, sizePx: string | null = SMALL): void {
  const size = sizePx === null ? [] : ['--size', sizePx]
  execFileSync(
    process.execPath,
    [generator, '--out', folder, '--sets', String(sets), '--seed', '1', ...size],
    { stdio: 'ignore' },
  )
}

/** What the simulated person keeps: position of the image for each set's key. */
export type Person = ReadonlyMap<string, number>

export async function simulatedPerson(folder: string, taste: SignedTaste): Promise<Person> {
  const truth = await readTruth(folder)
  if (truth === null) throw new Error(`${folder} is no sample library`)
  return new Map(truth.sets.map((set) => [set.key, simulatedChoice(set, taste, 0, 1) + 1]))
}

export async function loadSet(page: Page, setId: SetId): Promise<ReviewSet> {
  const [reviewSet] = await call(page, 'review:load-sets', [setId])
  if (reviewSet === undefined) throw new Error(`There is no set ${setId}`)
  return reviewSet
}

/** Presses the key of the image that the person keeps, `count` times, each on the set then on screen. */
export async function decideByKeyboard(
  page: Page,
  person: Person,
  count: number,
): Promise<SetId[]> {
  const decided: SetId[] = []
  let setId = await shownSet(page)
  for (let index = 0; index < count; index += 1) {
    const { set } = await loadSet(page, setId)
    const position = person.get(set.key)
    if (position === undefined) throw new Error(`The person knows nothing of ${set.key}`)
    await page.keyboard.press(String(position))
    decided.push(setId)
    setId = await nextSet(page, setId)
  }
  return decided
}

/** Over these sets, the share in which the suggestion, and the highest stage, is what the person keeps. */
export async function agreementOn(
  page: Page,
  person: Person,
  setIds: readonly SetId[],
): Promise<{ suggestion: number; rule: number }> {
  let suggestion = 0
  let rule = 0
  for (const setId of setIds) {
    const { set, suggestion: suggested } = await loadSet(page, setId)
    const kept = set.candidates[(person.get(set.key) ?? 0) - 1]
    const highest = set.candidates.reduce((best, one) => (one.stage > best.stage ? one : best))
    if (kept !== undefined && suggested?.winner === kept.imageId) suggestion += 1
    if (kept !== undefined && highest.imageId === kept.imageId) rule += 1
  }
  return { suggestion: suggestion / setIds.length, rule: rule / setIds.length }
}
