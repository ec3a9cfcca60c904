/** Serves the hidden window all that it may see: its own built files, the models, and one picture. */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { PEOPLE_MODELS, PEOPLE_ORIGIN } from '../../shared/peopleProtocol.ts'

export interface ServedFolders {
  /** out/renderer: page, worker and wasm. */
  readonly pageFolder: string
  readonly modelsFolder: string
}

/** Nothing from elsewhere; wasm may be compiled. A worker heeds the policy of its own script's answer. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.jpg': 'image/jpeg',
}
const MODEL_NAMES: ReadonlySet<string> = new Set(Object.values(PEOPLE_MODELS))

/** The address of the picture in question, by the request's number. */
export function pictureUrl(id: number): string {
  return `${PEOPLE_ORIGIN}/picture/${id}`
}

/**
 * @param pictureFile the file that was asked about under this number, null for any other.
 * @returns what the window's session answers a request for `url` with.
 */
export async function answerPeopleRequest(
  url: string,
  { pageFolder, modelsFolder }: ServedFolders,
  pictureFile: (id: number) => string | null,
): Promise<Response> {
  const file = fileFor(url, pageFolder, modelsFolder, pictureFile)
  if (file === null) return refusal('There is no such file.')
  try {
    return new Response(await readFile(file), {
      headers: {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    return refusal(error instanceof Error ? error.message : String(error))
  }
}

function fileFor(
  url: string,
  pageFolder: string,
  modelsFolder: string,
  pictureFile: (id: number) => string | null,
): string | null {
  const [, folder, name] =
    /^setwise-people:\/\/app\/(?:(assets|models|picture)\/)?([\w.-]+)$/.exec(url) ?? []
  if (name === undefined || name.startsWith('.')) return null
  switch (folder) {
    case undefined:
      return name === 'people.html' ? join(pageFolder, name) : null
    case 'assets':
      return join(pageFolder, 'assets', name)
    case 'models':
      return MODEL_NAMES.has(name) ? join(modelsFolder, name) : null
    default:
      return pictureFile(Number(name))
  }
}

function refusal(reason: string): Response {
  return new Response(reason, { status: 404, headers: { 'content-type': 'text/plain' } })
}
