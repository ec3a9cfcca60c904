/** Entry of the training worker: which tasks it serves. */
import { serve } from './serve.ts'
import { score } from './training/score.ts'
import { train } from './training/train.ts'

serve<'training.train' | 'training.score'>(
  { 'training.train': train, 'training.score': score },
  // Both tasks free their native sessions themselves before they answer.
  async () => undefined,
)
