/** The page's way to the store. */
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { SetwiseState } from './state.ts'
import type { SetwiseStore } from './store.ts'

export const StoreContext = createContext<SetwiseStore | null>(null)

/** Reads what `select` picks and renders again only when that changes. */
export function useSetwise<Selected>(select: (state: SetwiseState) => Selected): Selected {
  const store = use(StoreContext)
  if (store === null) throw new Error('useSetwise needs a StoreContext above it.')
  return useStore(store, select)
}
