/** Builds every service in order over one library folder: the app, the command line and the tests call this. */
import { dirname } from 'node:path'
import { withoutWaiting } from '../db/commit.ts'
import { createDecisionRepository } from '../db/decisionRepository.ts'
import { createFeatureRepository } from '../db/featureRepository.ts'
import { createHistoryRepository } from '../db/historyRepository.ts'
import { createImageRepository } from '../db/imageRepository.ts'
import { createModelRepository } from '../db/modelRepository.ts'
import { explainSqliteError, openDatabase } from '../db/openDatabase.ts'
import { createSetRepository } from '../db/setRepository.ts'
import { createPastDecisionRepository } from '../db/pastDecisionRepository.ts'
import { createSettingRepository } from '../db/settingRepository.ts'
import type { OpenChannel } from '../jobs/workerChannel.ts'
import { createWorkerHost } from '../jobs/workerHost.ts'
import type { Log } from '../log.ts'
import { createDecisions } from './decisions.ts'
import { createDuplicates } from './duplicates.ts'
import { findImportableEncoders } from './encoderFolders.ts'
import { createEncoders } from './encoders.ts'
import { createExpectations } from './expectations.ts'
import { createExportFeatures } from './exportFeatures.ts'
import { createExportHistory } from './exportHistory.ts'
import { createFeatures } from './features.ts'
import { createFeaturesStatus } from './featuresStatus.ts'
import { createImageFeatures, extractorOf } from './imageFeatures.ts'
import { createHistory } from './history.ts'
import { createImportFeatures } from './importFeatures.ts'
import { createLibrary } from './library.ts'
import { createModels } from './models.ts'
import { libraryPaths } from './paths.ts'
import type { PeopleFinder } from './peopleFinder.ts'
import { createPreviews } from './previews.ts'
import { createSuggestions } from './suggestions.ts'
import { createTraining } from './training.ts'

export interface ServicesOptions {
  /** Where database, previews and models lie; made when it is not there. */
  readonly libraryFolder: string
  /** The default encoder: manifest.json and the ONNX file. */
  readonly encoderFolder: string
  readonly openVision: OpenChannel
  readonly openTraining: OpenChannel
  /** Null where there is no window to look for people in. */
  readonly people: PeopleFinder | null
  /** See openDatabase. */
  readonly sqliteBinding: string | null
  readonly nowMs: () => number
  readonly log: Log
}

/** @throws SetwiseError when the library cannot be opened, see openDatabase. */
export function createServices(options: ServicesOptions) {
  const { encoderFolder, log, nowMs } = options
  const { databaseFile, previewsFolder, modelsFolder, encodersFolder } = libraryPaths(
    options.libraryFolder,
  )
  const database = openDatabase(databaseFile, { nativeBinding: options.sqliteBinding })
  const images = createImageRepository(database)
  const sets = createSetRepository(database)
  const decisionRows = createDecisionRepository(database)
  const featureRows = createFeatureRepository(database)
  const settings = createSettingRepository(database)
  const imageFeatures = createImageFeatures(featureRows)
  const vision = createWorkerHost('vision', options.openVision, log)
  const training = createWorkerHost('training', options.openTraining, log)
  // The same worker a second time: scoring a set takes milliseconds, and a step of training up to half a second.
  const scoring = createWorkerHost('scoring', options.openTraining, log)
  const warnings: string[] = []

  /** Said once, kept for the screens. */
  const warn = (sentence: string): void => {
    if (warnings.includes(sentence)) return
    warnings.push(sentence)
    log.warn(sentence)
  }

  const models = createModels({
    repository: createModelRepository(database, settings),
    modelsFolder,
    warn,
  })
  const library = createLibrary({ images, sets, vision, nowMs })
  const previews = createPreviews({ images, vision, previewsFolder })
  const encoders = createEncoders({
    defaultFolder: encoderFolder,
    encodersFolder,
    settings,
    tryEncoder: (folder) => vision.request('vision.encoder', { encoderFolder: folder }),
    warn,
  })
  /** What is lost in a power cut is computed again. */
  const transaction = (work: () => void): void =>
    withoutWaiting(database, database.transaction(work))
  const importableEncoders = () => findImportableEncoders([dirname(encoderFolder), encodersFolder])
  const features = createFeatures({
    transaction,
    images,
    featureRows,
    library,
    previews,
    vision,
    people: options.people,
    previewsFolder,
    encoders,
    nowMs,
    warn,
  })
  const featuresStatus = createFeaturesStatus({
    encoders,
    features,
    featureRows,
    imageFeatures,
    library,
  })

  const importFeatures = createImportFeatures({
    transaction,
    images,
    featureRows,
    library,
    vision,
    encoders: importableEncoders,
  })
  const past = createPastDecisionRepository(database)
  const historyRows = createHistoryRepository(database)

  return {
    library,
    features,
    duplicates: createDuplicates({
      images,
      featureRows,
      library,
      embeddingKey: async () => extractorOf(await features.encoderKey()),
    }),
    exportFeatures: createExportFeatures({
      images,
      featureRows,
      library,
      encoders: importableEncoders,
      encoderInUse: () => encoders.inUse().encoderId,
    }),
    importFeatures,
    history: createHistory({
      transaction: (work) => database.transaction(work)(),
      rows: historyRows,
      past,
      library,
      importFeatures,
      vision,
      nativeBinding: options.sqliteBinding,
      nowMs,
    }),
    expectations: createExpectations({ past, rows: historyRows }),
    exportHistory: createExportHistory(past),
    encoders,
    featuresStatus,
    models,
    decisions: createDecisions({ decisions: decisionRows, images, sets, library, nowMs }),
    suggestions: createSuggestions({ imageFeatures, features, models, scoring, warn }),
    training: createTraining({
      decisions: decisionRows,
      images,
      imageFeatures,
      features,
      models,
      training,
      nowMs,
    }),
    previews,
    loadSet: sets.load,
    /** What Setwise itself writes; the pictures of the person never lie there. */
    ownFolders: [previewsFolder, modelsFolder, encodersFolder],
    warn,
    warnings: (): readonly string[] => warnings,
    /** Turns what SQLite throws into sentences; anything else stays as it is. */
    explain: (error: unknown): unknown => explainSqliteError(error, databaseFile),
    /** Ends workers after their native work, then closes the database. */
    close: async (): Promise<void> => {
      await Promise.all([vision.stop(), training.stop(), scoring.stop(), options.people?.stop()])
      database.close()
    },
  }
}

export type Services = ReturnType<typeof createServices>
