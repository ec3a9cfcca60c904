/** The real page on a main process in memory; the scene is named in the address. */
import { createFakeMain } from '../../src/renderer/testing/fakeMain.ts'
import { SCENES } from './scenes.ts'

const name = decodeURIComponent(location.hash.slice(1))
const scene = SCENES[name]
if (scene === undefined) throw new Error(`There is no scene "${name}".`)
const main = createFakeMain(scene)
Object.assign(window, { setwise: main.bridge })
// Only now: the page reads the bridge when it is loaded.
await import('../../src/renderer/main.tsx')
