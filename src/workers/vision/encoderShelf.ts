/** Keeps the encoder used last in memory, and lets go of the one before it when nothing uses that any more. */
import type { Encoder } from './encoder.ts'

interface Loaded {
  readonly folder: string
  readonly encoder: Promise<Encoder>
  uses: number
}

/** @param load called once for each folder, again after a failure: a repaired file is looked at again. */
export function createEncoderShelf(load: (folder: string) => Promise<Encoder>) {
  let current: Loaded | null = null

  const letGo = async ({ encoder }: Loaded): Promise<void> => {
    // One that could not be loaded holds nothing.
    await encoder.then(
      (loaded) => loaded.release(),
      () => undefined,
    )
  }

  const take = (folder: string): Loaded => {
    if (current?.folder === folder) return current
    const before = current
    const taken: Loaded = { folder, encoder: load(folder), uses: 0 }
    current = taken
    if (before?.uses === 0) void letGo(before)
    taken.encoder.catch(() => {
      if (current === taken) current = null
    })
    return taken
  }

  return {
    /** Does `work` with the encoder of a folder. @throws what loading it or `work` throws. */
    use: async <Value>(
      folder: string,
      work: (encoder: Encoder) => Value | Promise<Value>,
    ): Promise<Value> => {
      const taken = take(folder)
      taken.uses += 1
      try {
        return await work(await taken.encoder)
      } finally {
        taken.uses -= 1
        if (taken.uses === 0 && current !== taken) await letGo(taken)
      }
    },
    /** To be called when nothing is used any more. */
    release: async (): Promise<void> => {
      if (current !== null) await letGo(current)
      current = null
    },
  }
}
