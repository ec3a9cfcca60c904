import { useSetwise } from '../../store/useSetwise.ts'
import { Button } from '../../ui/Button.tsx'
import { count, counted } from '../../words/numbers.ts'
import { FailureList } from './FailureList.tsx'
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

/** What is in the folder: projects, pictures that belong to no set, files that could not be read. */
export function LibraryRoom() {
  const folder = useSetwise((state) => state.app?.library?.folder)
  const lists = useSetwise((state) => state.lists)
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
          <SinglesGrid singles={lists.singles} />
          {lists.failures.length > 0 && <FailureList failures={lists.failures} />}
        </div>
      )}
    </main>
  )
}
