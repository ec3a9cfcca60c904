// Type-checks every side of the house with its own tsconfig, so that a wrong import or global is an error.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const projects = [
  'src/core',
  'src/workers',
  'src/workers/people',
  'src/main',
  'src/preload',
  'src/renderer',
  'tsconfig.json',
]

let failed = 0
for (const project of projects) {
  const run = spawnSync('npx', ['tsc', '--noEmit', '-p', project], { cwd: root, stdio: 'inherit' })
  if (run.status !== 0) {
    console.error(`typecheck: ${project} failed`)
    failed += 1
  }
}
process.exitCode = failed === 0 ? 0 : 1
