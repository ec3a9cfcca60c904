import { useLayoutEffect, useRef, useState, type RefObject } from 'react'

export interface Size {
  readonly widthPx: number
  readonly heightPx: number
}

/** The size of the element that gets the ref, kept up to date; null before it is first measured. */
export function useSize<Kind extends HTMLElement>(): [RefObject<Kind | null>, Size | null] {
  const ref = useRef<Kind>(null)
  const [size, setSize] = useState<Size | null>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return undefined
    const measure = (): void =>
      setSize((before) =>
        before?.widthPx === element.clientWidth && before.heightPx === element.clientHeight
          ? before
          : { widthPx: element.clientWidth, heightPx: element.clientHeight },
      )
    // Before the first paint, so that nothing jumps.
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
