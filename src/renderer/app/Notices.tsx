import { useSetwise } from '../store/useSetwise.ts'
import { Button } from '../ui/Button.tsx'

/** What went wrong with the library, each sentence until the person has read it. */
export function Warnings() {
  const all = useSetwise((state) => state.app?.warnings ?? NONE)
  const dismissed = useSetwise((state) => state.dismissedWarnings)
  const dismiss = useSetwise((state) => state.dismissWarnings)
  const warnings = all.filter((warning) => !dismissed.includes(warning))
  if (warnings.length === 0) return null
  return (
    <div className="banner" role="alert" data-testid="banner">
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      <Button kind="quiet" onPress={dismiss}>
        Dismiss
      </Button>
    </div>
  )
}

/** What the last action has to say, in the free room of the header. */
export function Told() {
  const notice = useSetwise((state) => state.notice)
  const text = notice?.kind === 'info' ? notice.text : ''
  return (
    <span className="told" role="status" title={text} data-testid="told">
      {text}
    </span>
  )
}

/** What went wrong: over the stage, so that nothing moves. */
export function ErrorBar() {
  const notice = useSetwise((state) => state.notice)
  const dismiss = useSetwise((state) => state.dismissNotice)
  return (
    <div className="notice-place" role="alert">
      {notice?.kind === 'error' && (
        <div className="notice" data-testid="error">
          <span>{notice.text}</span>
          <Button kind="quiet" label="Dismiss" onPress={dismiss}>
            ✕
          </Button>
        </div>
      )}
    </div>
  )
}

const NONE: readonly string[] = []
