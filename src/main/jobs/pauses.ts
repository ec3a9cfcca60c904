/** The pause of one job: a gate that its work passes between two pieces. */
export interface Pauses {
  readonly begin: () => void
  readonly end: () => void
  readonly isPaused: () => boolean
  /** Resolves when the gate is open. */
  readonly wait: () => Promise<void>
  /** Told about every change. */
  onChange: (isPaused: boolean) => void
}

interface Gate {
  readonly opened: Promise<void>
  readonly open: () => void
}

export function createPauses(): Pauses {
  let gate: Gate | null = null
  const pauses: Pauses = {
    begin: () => {
      if (gate !== null) return
      let open = (): void => {}
      const opened = new Promise<void>((resolve) => (open = resolve))
      gate = { opened, open }
      pauses.onChange(true)
    },
    end: () => {
      if (gate === null) return
      gate.open()
      gate = null
      pauses.onChange(false)
    },
    isPaused: () => gate !== null,
    // Asked again after each opening: it may have been closed before those who waited came to their turn.
    wait: (): Promise<void> => gate?.opened.then(pauses.wait) ?? Promise.resolve(),
    onChange: () => undefined,
  }
  return pauses
}
