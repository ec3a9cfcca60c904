import { useSetwise } from '../../store/useSetwise.ts'
import { Button } from '../../ui/Button.tsx'
import { count, counted } from '../../words/numbers.ts'
import { HistoryTab } from './history/HistoryTab.tsx'
import { FailureList } from './FailureList.tsx'
import { LibraryFeatures } from './LibraryFeatures.tsx'
import { LibraryTabs } from './LibraryTabs.tsx'
import { ProjectTable } from './ProjectTable.tsx'
import { SinglesGrid } from './SinglesGrid.tsx'

export function LibraryHeader() {
  const library = useSetwise((state) => state.app?.library)
  if (library == null) return null
  return (
    <>
      <b className="project">{library.name}</b>
      <span className="dim">
        {counted(library.images, 'image')} · {counted(library.sets, 'set')} ·{' '}
        {counted(library.singles, 'single')}
        {library.failed > 0 && ` · ${count(library.failed)} failed`}
      </span>
    </>
  )
}

/** What is in the folder: projects, pictures in no set, what is learned of all, files that could not be read. */
export function LibraryRoom() {
  const folder = useSetwise((state) => state.app?.library?.folder)
  const lists = useSetwise((state) => state.lists)
  const tab = useSetwise((state) => state.libraryTab)
  const showTab = useSetwise((state) => state.showLibraryTab)
  const retryFailed = useSetwise((state) => state.retryFailed)
  const openFolder = useSetwise((state) => state.openFolder)
  return (
    <main className="library">
      <aside>
        <h2>Folder</h2>
        <p className="path">{folder}</p>
        <Button testId="open-folder" onPress={() => void openFolder(null)}>
          Open another folder…
        </Button>
        <h2>Projects</h2>
        {lists !== null && <ProjectTable projects={lists.projects} />}
      </aside>
      {lists === null ? (
        <div aria-busy="true" />
      ) : (
        <div className="library-lists">
          <LibraryTabs current={tab} onShow={showTab} />
          {tab === 'singles' && <SinglesGrid singles={lists.singles} />}
          {tab === 'features' && <LibraryFeatures />}
          {tab === 'history' && <HistoryTab />}
          {tab !== 'history' && lists.failures.length > 0 && (
            <FailureList failures={lists.failures} onRetry={() => void retryFailed()} />
          )}
        </div>
      )}
    </main>
  )
}
