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

export function createPauses(): Pauses {
  let gate: { readonly opened: Promise<void>; readonly open: () => void } | null = null
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
    wait: async () => {
      while (gate !== null) await gate.opened
    },
    onChange: () => undefined,
  }
  return pauses
}
