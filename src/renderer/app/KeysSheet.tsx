import { useEffect, useRef } from 'react'
import { useSetwise } from '../store/useSetwise.ts'
import { Button } from '../ui/Button.tsx'
import { Keys } from '../ui/Keys.tsx'
import { KEY_HELP } from './keys.ts'

/** All keys on one sheet. A modal dialog: the browser keeps the focus inside and gives it back. */
export function KeysSheet() {
  const isShown = useSetwise((state) => state.keysShown)
  const showKeys = useSetwise((state) => state.showKeys)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element === null || element.open === isShown) return
    if (!isShown) return element.close()
    element.showModal()
    // Not the first button: Enter and Space belong to nothing here.
    element.focus()
  }, [isShown])
  return (
    <dialog
      ref={dialog}
      className="sheet"
      tabIndex={-1}
      aria-labelledby="keys-title"
      data-testid="keys-sheet"
      onClose={() => showKeys(false)}
    >
      <div className="sheet-head">
        <h1 id="keys-title">Keys</h1>
        <Button kind="quiet" label="Close" onPress={() => showKeys(false)}>
          ✕
        </Button>
      </div>
      <div className="sheet-groups">
        {KEY_HELP.map(({ title, rows }) => (
          <section key={title}>
            <h2>{title}</h2>
            <dl>
              {rows.map(({ keys, words }) => (
                <div key={words}>
                  <dt>
                    <Keys keys={keys} />
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  )
}
