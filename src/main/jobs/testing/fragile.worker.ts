/** A worker for tests: the real vision worker, that dies of pictures with `deadly` in their names. */
import { serve } from '../../../workers/serve.ts'
import { createVisionTasks } from '../../../workers/vision/tasks.ts'

const { handlers, release } = createVisionTasks()

function dieOf(paths: readonly string[]): void {
  if (paths.some((path) => path.includes('deadly'))) process.exit(9)
}

serve(
  {
    ...handlers,
    'vision.inspect': (input, context) => {
      dieOf(input.paths)
      return handlers['vision.inspect'](input, context)
    },
    'vision.extract': (input, context) => {
      dieOf(input.pictures.map(({ path }) => path))
      return handlers['vision.extract'](input, context)
    },
  },
  release,
)
