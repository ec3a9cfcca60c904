// @ts-check
// Lies in the fallback runtime as resources/app and does what Electron's own default app does for
// `electron FOLDER [arguments]`, which that build lacks. process.argv stays as it is with the real one.
// A module with a top-level await: Electron holds its `ready` event back until the app's main module has run.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** @typedef {{ setVersion(version: string): void, setAppPath(path: string): void }} Undocumented */
// What Electron's default app itself calls, and its types leave out.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const electronApp = /** @type {typeof app & Undocumented} */ (app)

const folderArgument = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folderArgument === undefined) {
  console.error('usage: electron FOLDER [arguments]')
  electronApp.exit(2)
} else {
  const folder = resolve(folderArgument)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  electronApp.name = manifest.productName ?? manifest.name
  electronApp.setVersion(manifest.version)
  electronApp.setAppPath(folder)
  await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href)
}
