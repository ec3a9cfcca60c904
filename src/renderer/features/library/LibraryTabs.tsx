import type { LibraryTab } from '../../store/state.ts'
import { Button } from '../../ui/Button.tsx'

export interface LibraryTabsProps {
  readonly current: LibraryTab
  readonly onShow: (tab: LibraryTab) => void
}

const TABS: readonly { readonly tab: LibraryTab; readonly name: string }[] = [
  { tab: 'singles', name: 'Singles' },
  { tab: 'features', name: 'Features' },
  { tab: 'history', name: 'History' },
]

/** Which part of the library is shown. */
export function LibraryTabs({ current, onShow }: LibraryTabsProps) {
  return (
    <nav className="library-tabs" aria-label="Library">
      {TABS.map(({ tab, name }) => (
        <Button
          key={tab}
          kind="quiet"
          isCurrent={tab === current}
          testId={`library-${tab}`}
          onPress={() => onShow(tab)}
        >
          {name}
        </Button>
      ))}
    </nav>
  )
}
