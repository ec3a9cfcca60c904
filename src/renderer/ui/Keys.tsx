export interface KeysProps {
  readonly keys: readonly string[]
}

const IS_MAC = typeof navigator === 'object' && /Mac/.test(navigator.platform)

/** Key caps. "Mod" is written as the key of the platform, "Shift" as its arrow. */
export function Keys({ keys }: KeysProps) {
  return (
    <span className="keys">
      {keys.map((key) =>
        key === '…' ? (
          <span key={key}>…</span>
        ) : (
          <kbd key={key}>{key.replace('Mod ', IS_MAC ? '⌘' : 'Ctrl ').replace('Shift ', '⇧')}</kbd>
        ),
      )}
    </span>
  )
}
