/** A library with sets in a real SQLite file or in memory, for tests. */
import type { ImageId, RootId, SetId } from '../../shared/domain.ts'
import { createDecisionRepository } from './decisionRepository.ts'
import { createFeatureRepository } from './featureRepository.ts'
import { createImageRepository } from './imageRepository.ts'
import { createModelRepository } from './modelRepository.ts'
import { openDatabase } from './openDatabase.ts'
import { createSettingRepository } from './settingRepository.ts'
import { createSetRepository } from './setRepository.ts'

export interface TestSet {
  readonly setId: SetId
  readonly images: readonly ImageId[]
}

/** Opens `file` and, when it is empty, fills it with `setCount` sets of two images each. */
export async function openTestLibrary(file = ':memory:', setCount = 5) {
  const database = openDatabase(file, { nativeBinding: null })
  const images = createImageRepository(database)
  const sets = createSetRepository(database)
  const root = images.openRoot('/pictures', 1)
  const { rootId } = root
  if (sets.count(rootId) === 0) await fill(images, sets, rootId, setCount)
  return {
    database,
    images,
    sets,
    decisions: createDecisionRepository(database),
    features: createFeatureRepository(database),
    models: createModelRepository(database, createSettingRepository(database)),
    rootId,
    testSets: sets.ids(rootId).map((setId): TestSet => {
      const candidates = sets.load(setId)?.candidates ?? []
      return { setId, images: candidates.map((candidate) => candidate.imageId) }
    }),
  }
}

async function fill(
  images: ReturnType<typeof createImageRepository>,
  sets: ReturnType<typeof createSetRepository>,
  rootId: RootId,
  setCount: number,
): Promise<void> {
  const names = Array.from({ length: setCount }, (_, index) => [
    `alba/${index}_stage1_generated.png`,
    `alba/${index}_stage2_upscaled.png`,
  ])
  await images.saveFiles(
    rootId,
    names.flat().map((relativePath, index) => ({
      relativePath,
      stage: (index % 2) + 1,
      sizeBytes: 100 + index,
      modifiedMs: 1000 + index,
    })),
  )
  const idByPath = new Map(
    images.presentImages(rootId).map(({ relativePath, imageId }) => [relativePath, imageId]),
  )
  await sets.replaceSets(
    rootId,
    names.map((paths) => ({
      key: paths[0] ?? '',
      project: 'alba',
      groupedBy: 'stage',
      members: paths.flatMap((path) => idByPath.get(path) ?? []),
    })),
  )
}
