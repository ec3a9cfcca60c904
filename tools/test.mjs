// @ts-check
// `npm test [-- --unit | --e2e]`: from a fresh clone to one line `N passed, N failed`.
import { join } from 'node:path'
import { handOver } from './setup/hand-over.mjs'
import { projectRoot } from './setup/paths.mjs'

await handOver(join(projectRoot, 'tools/setup/run-tests.ts'))
