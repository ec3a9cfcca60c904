/** Entry of the browser worker that looks for people: takes its channel to main, then serves it. */
import { servePeople } from './serve.ts'

self.addEventListener('message', ({ ports: [port] }: MessageEvent) => {
  if (port !== undefined) servePeople(port)
})
// The page hands the channel over when it hears that there is someone to take it.
self.postMessage('started')
