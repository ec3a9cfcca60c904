/** A worker for tests: `vision.hash` counts its paths slowly, and says bad things when asked to. */
import { setTimeout } from 'node:timers/promises'
import { CancelledError, SetwiseError } from '../../../shared/errors.ts'
import { serve } from '../../../workers/serve.ts'

serve<'vision.hash'>(
  {
    'vision.hash': async ({ paths }, { isCancelled, onProgress }) => {
      for (const [index, path] of paths.entries()) {
        if (isCancelled()) throw new CancelledError('Hashing was cancelled.')
        if (path === 'bug') throw new TypeError('oops')
        if (path === 'expected') throw new SetwiseError('disk-full', 'The disk is full.')
        if (path === 'die') process.exit(3)
        await setTimeout(5)
        onProgress({
          fraction: (index + 1) / paths.length,
          title: 'Hashing',
          done: index + 1,
          total: paths.length,
        })
      }
      return paths.map((path) => ({ ok: false, path, reason: 'counted' }))
    },
  },
  async () => {},
)
