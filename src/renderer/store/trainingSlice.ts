/** Learning from the decisions. The receipt itself is part of what main says (`app.latestReceipt`). */
import type { Ports } from './ports.ts'
import type { SliceCreator, TrainingSlice } from './state.ts'

export const createTrainingSlice =
  ({ client }: Ports): SliceCreator<TrainingSlice> =>
  (set, get) => ({
    receiptWaits: false,

    retrain: async () => {
      try {
        await client.call('job:start', 'train')
      } catch (error) {
        get().report(error)
      }
    },

    // Nothing opens by itself: the person may be in the middle of a set.
    trainingEnded: () => set({ receiptWaits: get().room !== 'training' }),
  })
