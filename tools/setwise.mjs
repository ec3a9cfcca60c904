// @ts-check
// `npm run -s setwise -- COMMAND…`: the command line, on the project's own Node, in the person's folder.
import { join } from 'node:path'
import { handOver } from './setup/hand-over.mjs'
import { callerFolder, projectRoot } from './setup/paths.mjs'

await handOver(join(projectRoot, 'src/main/cli.ts'), { cwd: callerFolder })
