import type { ReactNode } from 'react'

export interface ButtonProps {
  readonly children: ReactNode
  readonly onPress: () => void
  readonly kind?: 'plain' | 'primary' | 'quiet'
  readonly label?: string
  readonly testId?: string
  readonly isCurrent?: boolean
  /** For a button that switches something on and off. */
  readonly isPressed?: boolean
  readonly isDisabled?: boolean
}

/** A button that a mouse click does not focus: afterwards the keys still act on the set. */
export function Button(props: ButtonProps) {
  const {
    children,
    onPress,
    kind = 'plain',
    label,
    testId,
    isCurrent,
    isPressed,
    isDisabled,
  } = props
  return (
    <button
      type="button"
      className={`button ${kind}`}
      aria-label={label}
      aria-pressed={isPressed}
      disabled={isDisabled}
      aria-current={isCurrent === true ? 'page' : undefined}
      data-testid={testId}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  )
}
