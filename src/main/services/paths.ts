/** Where things lie in a library folder. */
import { join } from 'node:path'

/** The folder of the default encoder below resources/models. */
export const DEFAULT_ENCODER = 'efficientnet-lite0-320'

export interface LibraryPaths {
  readonly databaseFile: string
  readonly previewsFolder: string
  readonly modelsFolder: string
  readonly encodersFolder: string
}

export function libraryPaths(libraryFolder: string): LibraryPaths {
  return {
    databaseFile: join(libraryFolder, 'setwise.db'),
    previewsFolder: join(libraryFolder, 'previews'),
    modelsFolder: join(libraryFolder, 'models'),
    encodersFolder: join(libraryFolder, 'encoders'),
  }
}
