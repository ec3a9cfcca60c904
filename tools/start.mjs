// @ts-check
// `npm start [-- FOLDER | --sample]`: from a fresh clone to the open app.
import { join } from 'node:path'
import { handOver } from './setup/hand-over.mjs'
import { projectRoot } from './setup/paths.mjs'

await handOver(join(projectRoot, 'tools/setup/start-app.ts'))
