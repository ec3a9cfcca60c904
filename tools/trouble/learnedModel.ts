import { join } from 'node:path'
import { createModelRepository } from '../../src/main/db/modelRepository.ts'
import { createSettingRepository } from '../../src/main/db/settingRepository.ts'
import { openDatabase } from '../../src/main/db/openDatabase.ts'
import { createModels } from '../../src/main/services/models.ts'
import { libraryPaths } from '../../src/main/services/paths.ts'
import { FEATURE_VERSION } from '../../src/shared/features.ts'
import type { ModelId } from '../../src/shared/domain.ts'
import { type CandidateReport, type Receipt } from '../../src/shared/ranking.ts'

const MODEL_ID = '20261122T184501000-linear-all'

/**
 * Puts a learned model into a library and in use, as training does, for tests that spoil its file: the weights
 * are none, so nothing may run it.
 * @returns the file of its weights.
 */
export function keepLearnedModel(libraryFolder: string): string {
  const { databaseFile, modelsFolder } = libraryPaths(libraryFolder)
  const database = openDatabase(databaseFile, { nativeBinding: null })
  try {
    const models = createModels({
      repository: createModelRepository(database, createSettingRepository(database)),
      modelsFolder,
      warn: (sentence) => {
        throw new Error(sentence)
      },
    })
    const row = {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a name as training gives it
      modelId: MODEL_ID as ModelId,
      createdAtMs: 1,
      card: CARD,
      receipt: RECEIPT,
      lastDecisionId: 0,
    } as const
    models.keep(row, new TextEncoder().encode('no weights'), true)
  } finally {
    database.close()
  }
  return join(modelsFolder, MODEL_ID, 'model.onnx')
}

const CARD = {
  candidate: 'linear-all',
  temperature: 1,
  encoderId: 'efficientnet-lite0-320',
  encoderVersion: 1,
  featureVersion: FEATURE_VERSION,
  embeddingDimension: 1280,
  inputMean: [],
  inputScale: [],
  inputs: [],
  seed: 1,
  decidedSets: 40,
} as const

const UNKNOWN = { share: null, low: null, high: null, n: 0 }

const CANDIDATE: CandidateReport = {
  name: 'linear-all',
  agreement: null,
  low: null,
  high: null,
  n: 0,
  notHighestStage: UNKNOWN,
  logLoss: null,
  calibrationError: null,
  eligible: true,
  reason: '',
}

const RECEIPT: Receipt = {
  decisions: 40,
  candidates: [CANDIDATE],
  chosen: 'linear-all',
  promoted: true,
  reason: 'For a test.',
  comparisons: [],
  inUse: UNKNOWN,
  seconds: 1,
  seed: 1,
}
