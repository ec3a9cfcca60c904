/** Serves previews to the page, read-only: `setwise-image://preview/<imageId>/<sizePx>`. */
import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import type { ImageId } from '../shared/domain.ts'
import { SetwiseError } from '../shared/errors.ts'
import { IMAGE_SCHEME } from '../shared/ipc.ts'
import { PREVIEW_SIZES_PX } from '../shared/jobs.ts'
import { PEOPLE_SCHEME } from '../shared/peopleProtocol.ts'
import type { Log } from './log.ts'
import type { Previews } from './services/previews.ts'

/** Must run once, before the app is ready: Chromium fixes the privileges of schemes at its start. */
export function announceSchemes(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  protocol.registerSchemesAsPrivileged(
    [IMAGE_SCHEME, PEOPLE_SCHEME].map((scheme) => ({ scheme, privileges })),
  )
}

/** @param explain turns what the services throw into sentences where it can. */
export function serveImages(
  previews: Previews,
  explain: (error: unknown) => unknown,
  log: Log,
): void {
  protocol.handle(IMAGE_SCHEME, async (request) => {
    try {
      const { imageId, sizePx } = parseImageUrl(request.url)
      const bytes = await readFile(await previews.fileOf(imageId, sizePx))
      return new Response(bytes, { headers: { 'content-type': 'image/jpeg' } })
    } catch (thrown) {
      const error = explain(thrown)
      const message = error instanceof Error ? error.message : String(error)
      if (error instanceof SetwiseError) log.warn(message)
      else log.error(`${request.url}: ${message}`)
      return new Response(message, { status: 404, headers: { 'content-type': 'text/plain' } })
    }
  })
}

/** @throws SetwiseError `invalid-request` for anything but a preview's address. */
function parseImageUrl(url: string): {
  imageId: ImageId
  sizePx: (typeof PREVIEW_SIZES_PX)[number]
} {
  const [, id, size] = /^setwise-image:\/\/preview\/(\d{1,15})\/(\d+)$/.exec(url) ?? []
  const sizePx = PREVIEW_SIZES_PX.find((known) => String(known) === size)
  if (id === undefined || sizePx === undefined) {
    throw new SetwiseError('invalid-request', `${url} is not the address of a preview.`)
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- digits by the pattern above
  return { imageId: Number(id) as ImageId, sizePx }
}
