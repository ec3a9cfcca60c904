/** The finder of people as the app has it: in a hidden window, opened when the first picture is asked about. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PEOPLE_MODELS } from '../../shared/peopleProtocol.ts'
import type { Log } from '../log.ts'
import type { PeopleFinder } from '../services/peopleFinder.ts'
import { createPeopleFinder } from './peopleFinder.ts'
import { openPeopleWindow } from './peopleWindow.ts'

export interface PeoplePaths {
  /** The built page of the app; that of the hidden window lies beside it. */
  readonly pageFile: string
  readonly peoplePreloadFile: string
  readonly peopleModelsFolder: string
}

/** A picture takes under a second; training and benchmarks at the same time may slow that many times. */
const TIMEOUT_MS = 60_000

export function findPeopleInWindow(paths: PeoplePaths, log: Log): PeopleFinder {
  const folders = {
    pageFolder: dirname(paths.pageFile),
    modelsFolder: paths.peopleModelsFolder,
    preloadFile: paths.peoplePreloadFile,
  }
  return createPeopleFinder({
    openWindow: (listener) => openPeopleWindow(folders, listener),
    missingModels: Object.values(PEOPLE_MODELS).filter(
      (name) => !existsSync(join(folders.modelsFolder, name)),
    ),
    timeoutMs: TIMEOUT_MS,
    log,
  })
}
