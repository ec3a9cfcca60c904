import type { Room } from '../store/state.ts'
import { useSetwise } from '../store/useSetwise.ts'
import { Button } from '../ui/Button.tsx'

const ROOMS: readonly { readonly room: Room; readonly name: string }[] = [
  { room: 'review', name: 'Review' },
  { room: 'library', name: 'Library' },
  { room: 'training', name: 'Model' },
]

/** The way from room to room; a receipt that was not read yet is named here. */
export function Rooms() {
  const current = useSetwise((state) => state.room)
  const receiptWaits = useSetwise((state) => state.receiptWaits)
  const goTo = useSetwise((state) => state.goTo)
  return (
    <nav aria-label="Rooms">
      {ROOMS.map(({ room, name }) => (
        <Button
          key={room}
          kind="quiet"
          isCurrent={room === current}
          testId={`room-${room}`}
          onPress={() => goTo(room)}
        >
          {name}
          {room === 'training' && receiptWaits && (
            <span className="news" data-testid="receipt-ready">
              receipt ready
            </span>
          )}
        </Button>
      ))}
    </nav>
  )
}
