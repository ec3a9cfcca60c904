/** The vision worker: decodes, measures and embeds pictures; writes previews and nothing else. */
import { serve } from './serve.ts'
import { createVisionTasks } from './vision/tasks.ts'

const { handlers, release } = createVisionTasks()
serve(handlers, release)
