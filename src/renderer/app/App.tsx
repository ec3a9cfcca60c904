/** The frame around the rooms: header, what is told, the room, the keys. */
import { useEffect } from 'react'
import { LibraryHeader, LibraryRoom } from '../features/library/LibraryRoom.tsx'
import { Welcome } from '../features/library/Welcome.tsx'
import { ReviewFooter } from '../features/review/ReviewFooter.tsx'
import { ReviewHeader } from '../features/review/ReviewHeader.tsx'
import { ReviewRoom } from '../features/review/ReviewRoom.tsx'
import { TrainingHeader, TrainingRoom } from '../features/training/TrainingRoom.tsx'
import type { Room } from '../store/state.ts'
import { useSetwise } from '../store/useSetwise.ts'
import { Jobs } from './Jobs.tsx'
import { KeysSheet } from './KeysSheet.tsx'
import { ErrorBar, Told, Warnings } from './Notices.tsx'
import { ModelHint } from './ModelHint.tsx'
import { RoomFooter } from './RoomFooter.tsx'
import { Rooms } from './Rooms.tsx'

const ROOMS: Readonly<
  Record<Room, { readonly header: () => React.ReactNode; readonly body: () => React.ReactNode }>
> = {
  review: { header: ReviewHeader, body: ReviewRoom },
  library: { header: LibraryHeader, body: LibraryRoom },
  training: { header: TrainingHeader, body: TrainingRoom },
}

export function App() {
  const isStarted = useSetwise((state) => state.app !== null)
  const libraryName = useSetwise((state) => state.app?.library?.name ?? null)
  const room = useSetwise((state) => state.room)
  useEffect(() => {
    document.title = libraryName === null ? 'Setwise' : `${libraryName} – Setwise`
  }, [libraryName])
  if (!isStarted) return <ErrorBar />
  const isWelcome = libraryName === null
  const { header: Header, body: Body } = ROOMS[room]
  return (
    <div className="app">
      <header>
        {isWelcome ? <b className="project">Setwise</b> : <Header />}
        <Told />
        {!isWelcome && room === 'review' && <ModelHint />}
        <Jobs />
        {!isWelcome && <Rooms />}
      </header>
      <Warnings />
      {isWelcome ? <Welcome /> : <Body />}
      <footer>{!isWelcome && room === 'review' ? <ReviewFooter /> : <RoomFooter />}</footer>
      <ErrorBar />
      <KeysSheet />
    </div>
  )
}
