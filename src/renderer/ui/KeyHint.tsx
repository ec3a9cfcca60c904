import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Keys } from './Keys.tsx'

export interface KeyHintProps {
  readonly keys: readonly string[]
  readonly children: ReactNode
  /** Left out when a click has no single meaning. */
  readonly onPress?: () => void
  readonly testId?: string
}

/** A key and what it does; a click does the same. */
export function KeyHint({ keys, children, onPress, testId }: KeyHintProps) {
  const content = (
    <>
      <Keys keys={keys} />
      <span>{children}</span>
    </>
  )
  if (onPress === undefined) {
    return (
      <span className="key-hint" data-testid={testId}>
        {content}
      </span>
    )
  }
  return (
    <Button kind="quiet" onPress={onPress} {...(testId === undefined ? {} : { testId })}>
      {content}
    </Button>
  )
}
