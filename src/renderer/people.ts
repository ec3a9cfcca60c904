/** The hidden window's page: starts the worker that looks for people, and gives it the channel to main. */
import { PEOPLE_PORT, type FromPeopleWorker } from '../shared/peopleProtocol.ts'

window.addEventListener('message', ({ data, origin, ports: [port] }) => {
  if (data !== PEOPLE_PORT || origin !== window.location.origin || port === undefined) return
  const worker = new Worker(new URL('../workers/people/people.worker.ts', import.meta.url), {
    type: 'module',
  })
  let isWithWorker = false
  // Until the worker has it, the page can still say why it does not start.
  const sayBroken = (reason: string): void => {
    const broken: FromPeopleWorker = { type: 'broken', reason }
    if (!isWithWorker) port.postMessage(broken)
    else throw new Error(reason)
  }
  worker.addEventListener('error', ({ message }) =>
    sayBroken(message || 'the worker did not start'),
  )
  worker.addEventListener('message', () => {
    isWithWorker = true
    worker.postMessage(PEOPLE_PORT, [port])
  })
})
