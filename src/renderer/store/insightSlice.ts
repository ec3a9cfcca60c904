/** The features panel: whether it is open, what it draws, and what is known of the set on screen. */
import type { Ports } from './ports.ts'
import type { InsightSlice, Layer, SliceCreator } from './state.ts'

/** What a person looks for first; the rest is one key away. */
const FIRST_LAYERS: readonly Layer[] = ['faces', 'hands', 'person', 'subject']

export const createInsightSlice =
  ({ client }: Ports): SliceCreator<InsightSlice> =>
  (set, get) => {
    let asked = 0

    const isWanted = (setId: number | undefined): boolean =>
      get().panelShown && get().shown?.reviewSet.set.setId === setId

    const loadOnce = async (): Promise<void> => {
      const setId = get().shown?.reviewSet.set.setId
      if (setId === undefined || !isWanted(setId)) return
      try {
        const images = await client.call('features:of-set', setId)
        if (isWanted(setId)) set({ insight: { setId, images } })
      } catch (error) {
        // Of a set that was left meanwhile nobody wants to know.
        if (isWanted(setId)) get().report(error)
      }
    }

    return {
      panelShown: false,
      layers: new Set(FIRST_LAYERS),
      insight: null,

      togglePanel: () => {
        const panelShown = !get().panelShown
        set({ panelShown, ...(panelShown ? {} : { insight: null }) })
        void get().loadInsight()
      },

      toggleLayer: (layer) => {
        const layers = new Set(get().layers)
        if (!layers.delete(layer)) layers.add(layer)
        set({ layers })
      },

      loadInsight: async () => {
        asked += 1
        // One question at a time: a held arrow walks faster than main answers, and only the last set counts.
        if (asked > 1) return
        for (let served = 0; served !== asked;) {
          served = asked
          await loadOnce()
        }
        asked = 0
      },
    }
  }
