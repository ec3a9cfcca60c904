/** Makes resources/models/people hold the model files that models.json names. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pinned from './models.json' with { type: 'json' }
import { buildModels } from './recipes.ts'

export interface PinnedModel {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export const PINNED_MODELS: readonly PinnedModel[] = pinned

/** Name, length and hash of what was built, as models.json pins them. */
export function pinsOf(models: ReadonlyMap<string, Buffer>): PinnedModel[] {
  return Array.from(models, ([name, content]) => ({
    name,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }))
}

/**
 * Builds what is missing or different; does nothing when all is there. Each file appears under its name only
 * when it is whole.
 * @returns whether anything had to be built.
 * @throws Error when the packages give other bytes than the pinned ones.
 */
export function ensurePeopleModels(projectFolder: string): boolean {
  const folder = join(projectFolder, 'resources/models/people')
  if (PINNED_MODELS.every((model) => isCurrent(folder, model))) return false
  const built = buildModels(join(projectFolder, 'node_modules/@mediapipe'))
  const found = JSON.stringify(pinsOf(built))
  if (found !== JSON.stringify(PINNED_MODELS)) {
    throw new Error(
      `The models for people came out differently than tools/people-models/models.json says. When the @mediapipe packages were changed on purpose, check the models on real pictures and write there: ${found}`,
    )
  }
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of built) {
    const file = join(folder, name)
    const unfinished = `${file}.${process.pid}.unfinished`
    writeFileSync(unfinished, content)
    renameSync(unfinished, file)
  }
  return true
}

function isCurrent(folder: string, { name, sha256 }: PinnedModel): boolean {
  const file = join(folder, name)
  return (
    existsSync(file) && createHash('sha256').update(readFileSync(file)).digest('hex') === sha256
  )
}
