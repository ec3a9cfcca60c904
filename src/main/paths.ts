/** The only reader of app.getPath, argv and the environment. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app } from 'electron'
import { DEFAULT_ENCODER } from './services/paths.ts'

export interface AppPaths {
  readonly libraryFolder: string
  readonly encoderFolder: string
  readonly visionWorkerFile: string
  readonly trainingWorkerFile: string
  /** The plain Node that the vision worker runs in; null: a thread of the app. */
  readonly visionNodeFile: string | null
  readonly preloadFile: string
  readonly pageFile: string
  readonly peoplePreloadFile: string
  /** The models for people: the files of resources/models/people. */
  readonly peopleModelsFolder: string
  readonly sqliteBinding: string | null
  /** A folder named on the command line, to be opened at start. */
  readonly folderToOpen: string | null
  /** Where to write a picture of the window (used where there is no display); null: nowhere. */
  readonly screenshotFile: string | null
  /** The display is virtual: nobody is there to read a dialog and close it. */
  readonly isUnattended: boolean
}

/** @param builtFolder the folder out/, which holds main/, preload/, renderer/ and workers/. */
export function readPaths(builtFolder: string): AppPaths {
  const projectFolder = resolve(builtFolder, '..')
  const resources = app.isPackaged ? process.resourcesPath : join(projectFolder, 'resources')
  const { env } = process
  return {
    libraryFolder: resolve(
      env['SETWISE_LIBRARY'] ??
        (app.isPackaged ? join(app.getPath('userData'), 'library') : join(projectFolder, 'data')),
    ),
    encoderFolder: env['SETWISE_ENCODER'] ?? join(resources, 'models', DEFAULT_ENCODER),
    visionWorkerFile: join(builtFolder, 'workers', 'vision.worker.js'),
    trainingWorkerFile: join(builtFolder, 'workers', 'training.worker.js'),
    visionNodeFile: nodeForVision(projectFolder),
    preloadFile: join(builtFolder, 'preload', 'index.cjs'),
    pageFile: join(builtFolder, 'renderer', 'index.html'),
    peoplePreloadFile: join(builtFolder, 'preload', 'people.cjs'),
    peopleModelsFolder: env['SETWISE_PEOPLE_MODELS'] ?? join(resources, 'models', 'people'),
    sqliteBinding: env['SETWISE_SQLITE_BINDING'] ?? null,
    folderToOpen: folderArgument(process.argv.slice(1)),
    screenshotFile: env['SETWISE_SCREENSHOT'] ?? null,
    isUnattended: env['SETWISE_VIRTUAL_DISPLAY'] === '1',
  }
}

/**
 * On Linux, Electron brings the system's GLib and sharp brings its own: in one process the two are mixed and
 * sooner or later the app is aborted (docs/decisions/003). So there, and only there, pixels get a process of
 * plain Node.
 */
function nodeForVision(projectFolder: string): string | null {
  if (process.platform !== 'linux') return null
  return app.isPackaged
    ? join(process.resourcesPath, 'node')
    : join(projectFolder, 'node_modules', 'node', 'bin', 'node')
}

/** The first argument that is a folder and neither a switch nor the project that Electron was started with. */
function folderArgument(argv: readonly string[]): string | null {
  const own = app.getAppPath()
  const folders = argv
    .filter((argument) => !argument.startsWith('-'))
    .map((argument) => resolve(argument))
    .filter((path) => path !== own && existsSync(path))
  return folders[0] ?? null
}
