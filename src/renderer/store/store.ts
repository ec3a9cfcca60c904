/** Puts the slices together. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { createAppSlice } from './appSlice.ts'
import { createEncoderSlice } from './encoderSlice.ts'
import { createHistorySlice } from './historySlice.ts'
import { createInsightSlice } from './insightSlice.ts'
import { createLibrarySlice } from './librarySlice.ts'
import type { Ports } from './ports.ts'
import { createReviewSlice } from './reviewSlice.ts'
import { createSerialQueue } from './serialQueue.ts'
import type { SetwiseState } from './state.ts'
import { createTrainingSlice } from './trainingSlice.ts'

export type SetwiseStore = StoreApi<SetwiseState>

/** The store of the page. Nothing happens before its `start`. */
export function createSetwiseStore(ports: Ports): SetwiseStore {
  return createStore<SetwiseState>()((set, get, store) => {
    const actions = createSerialQueue({
      onBusyChange: (busy) => ports.screen.setReady(!busy),
      onError: (error, droppedKeys) => get().report(error, droppedKeys),
    })
    return {
      ...createAppSlice(ports, actions)(set, get, store),
      ...createReviewSlice(ports, actions)(set, get, store),
      ...createLibrarySlice(ports)(set, get, store),
      ...createEncoderSlice(ports)(set, get, store),
      ...createHistorySlice(ports)(set, get, store),
      ...createInsightSlice(ports)(set, get, store),
      ...createTrainingSlice(ports)(set, get, store),
    }
  })
}
