import { useSetwise } from '../../store/useSetwise.ts'
import { KeyHint } from '../../ui/KeyHint.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { count, counted } from '../../words/numbers.ts'

/** A folder without sets: still being read, or really without. */
export function NoSets() {
  const scan = useSetwise((state) => state.app?.jobs.find((job) => job.kind === 'scan'))
  const library = useSetwise((state) => state.app?.library)
  const goTo = useSetwise((state) => state.goTo)
  if (scan?.phase === 'running') {
    return (
      <main className="page">
        <div className="page-text">
          <h1>Reading the folder</h1>
          <p className="dim">
            {scan.title} · {count(scan.done)}
            {scan.total > 0 && ` of ${count(scan.total)}`}
          </p>
          <ProgressBar fraction={scan.total > 0 ? scan.fraction : null} label={scan.title} />
        </div>
      </main>
    )
  }
  return (
    <main className="page" data-testid="no-sets">
      <div className="page-text">
        <h1>No sets in this folder</h1>
        <p className="dim">
          A set is two or more near-identical pictures of one project.{' '}
          {library != null &&
            `Here are ${counted(library.singles, 'single picture')} and ${counted(library.failed, 'file')} that could not be read.`}
        </p>
        <p className="hints">
          <KeyHint keys={['L']} onPress={() => goTo('library')}>
            library
          </KeyHint>
        </p>
      </div>
    </main>
  )
}
