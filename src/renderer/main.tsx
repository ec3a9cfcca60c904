/** Builds the page: the bridge, the store, the keys, the screens. No logic. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createClient } from './api.ts'
import { App } from './app/App.tsx'
import { bindKeys } from './app/keys.ts'
import { bindDrops } from './browser/drops.ts'
import { createPictures } from './browser/pictures.ts'
import { createScreen } from './browser/screen.ts'
import { createSetwiseStore } from './store/store.ts'
import { StoreContext } from './store/useSetwise.ts'
import './styles.css'

const client = createClient(window.setwise)
const store = createSetwiseStore({
  client,
  pictures: createPictures(),
  screen: createScreen(document.documentElement),
  after: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
})

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element #root.')
createRoot(root).render(
  <StrictMode>
    <StoreContext value={store}>
      <App />
    </StoreContext>
  </StrictMode>,
)
bindKeys(window, store)
bindDrops(window, document.documentElement, store, client)
window.addEventListener('error', (event) => store.getState().report(event.error ?? event.message))
window.addEventListener('unhandledrejection', (event) => store.getState().report(event.reason))
store.getState().start()
