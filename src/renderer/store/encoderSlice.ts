/** Choosing, fetching and adding encoders. Nothing is fetched unless the person asks for it here. */
import type { Ports } from './ports.ts'
import type { EncoderSlice, SliceCreator } from './state.ts'

export const createEncoderSlice =
  ({ client }: Ports): SliceCreator<EncoderSlice> =>
  (_set, get) => {
    const orReport = async (work: Promise<unknown>): Promise<void> => {
      try {
        await work
      } catch (error) {
        get().report(error)
      }
    }
    return {
      switchEncoder: (encoderId) => orReport(client.call('encoder:use', encoderId)),
      downloadEncoder: (encoderId) => orReport(client.call('encoder:download', encoderId)),
      // The list that main pushes next shows what was added.
      addEncoder: () => orReport(client.call('encoder:add')),
    }
  }
