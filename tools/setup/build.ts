// Builds the app into out/ when the sources have changed since the last build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePeopleModels } from '../people-models/build.ts'
import { withProjectLock } from './lock.mjs'
import { projectNode, projectRoot } from './paths.mjs'
import { say } from './report.mjs'
import { runQuietly } from './run.mjs'

const STAMP = 'out/.setwise-build'
const CONFIGURATION = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.base.json',
]

/**
 * Makes out/ what the sources say, and builds the models for people.
 * @throws {SetupError} with the bundler's output when the build fails
 */
export function ensureBuilt(): void {
  withProjectLock('build', () => {
    if (ensurePeopleModels(projectRoot)) say('built the models for people')
    const wanted = hashSources(projectRoot)
    const stamp = join(projectRoot, STAMP)
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
    say('building the app')
    rmSync(join(projectRoot, 'out'), { recursive: true, force: true })
    runQuietly(
      projectNode,
      [join('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
      {
        cwd: projectRoot,
      },
    )
    writeFileSync(stamp, wanted)
  })
}

/**
 * A hash over names and contents of everything that the bundle is made of; tests are not.
 * Contents rather than times, so that switching branches back and forth builds nothing.
 */
export function hashSources(root: string): string {
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const configuration = CONFIGURATION.map((name) => join(root, name)).filter((file) =>
    existsSync(file),
  )
  const hash = createHash('sha256')
  for (const file of [...sources, ...configuration].toSorted()) {
    const content = readFileSync(file)
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}
