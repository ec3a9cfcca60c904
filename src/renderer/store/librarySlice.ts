/** The open folder: choosing it, and the lists of the library room. */
import type { Ports } from './ports.ts'
import type { LibrarySlice, SliceCreator } from './state.ts'

export const createLibrarySlice =
  ({ client }: Ports): SliceCreator<LibrarySlice> =>
  (set, get) => ({
    libraryTab: 'singles',
    lists: null,

    showLibraryTab: (tab) => {
      set({ libraryTab: tab })
      if (tab === 'history') void get().loadHistory()
    },

    openFolder: async (folder) => {
      try {
        const library = await client.call('library:open', folder)
        const { app } = get()
        if (library === null || app === null) return
        set({ app: { ...app, library }, lists: null, room: 'review', history: [], notice: null })
        get().reloadQueue()
      } catch (error) {
        get().report(error)
      }
    },

    loadLists: async () => {
      try {
        const [projects, singles, failures] = await Promise.all([
          client.call('library:list-projects'),
          client.call('library:list-singles'),
          client.call('library:list-failures'),
        ])
        set({ lists: { projects, singles, failures } })
      } catch (error) {
        get().report(error)
      }
    },

    retryFailed: async () => {
      try {
        await client.call('features:retry-failed')
        await get().loadLists()
      } catch (error) {
        get().report(error)
      }
    },
  })
