/** What the models see, in the real app: the panel over a set, encoders from a server, pause, the watched folder. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { call, expect, jobDone, nextSet, shownSet, test, WITHOUT_PEOPLE } from './app.ts'
import { writePictures } from './drawnPerson.ts'
import { makeSample } from './sample.ts'

const screens = join(import.meta.dirname, '..', 'docs', 'screens')
const DEFAULT_ENCODER = join(import.meta.dirname, '../resources/models/efficientnet-lite0-320')
test('the panel shows what was found over each picture, and layers come and go by keys', async ({
  temporary,
  start,
}) => {
  const folder = join(temporary, 'pictures')
  await writePictures(folder, 6)
  const { page } = await start({ library: join(temporary, 'library'), folder })
  const first = await shownSet(page)
  await jobDone(page, 'features')
  const panel = page.getByTestId('features-panel')

  await page.keyboard.press('i')
  await expect(panel).toHaveAttribute('data-set-id', String(first))
  await expect(panel).toHaveAttribute('aria-busy', 'false')
  await expect(page.getByTestId('overlay')).toHaveCount(3)
  await expect(page.getByTestId('box-face')).toHaveCount(3)
  await expect(page.getByTestId('layer-hand')).toHaveCount(3)
  await expect(page.getByTestId('outline')).toHaveCount(3)
  await expectFaceOnThePicture(page)
  await page.screenshot({ path: join(screens, 'features-panel.png') })

  await page.keyboard.press('Shift+F')
  await expect(page.getByTestId('box-face')).toHaveCount(0)
  await page.keyboard.press('Shift+W')
  await expect(page.getByTestId('layer-standing-out')).toHaveCount(3)
  await page.keyboard.press('Shift+W')
  await page.keyboard.press('Shift+F')
  await expect(page.getByTestId('box-face')).toHaveCount(3)
  expect((await call(page, 'review:load-sets', [first]))[0]?.state).toBe('open')

  await page.keyboard.press('ArrowDown')
  const second = await nextSet(page, first)
  await expect(panel).toHaveAttribute('data-set-id', String(second))
  await page.keyboard.press('Enter')
  await nextSet(page, second)
  await page.keyboard.press('i')
  await expect(panel).toHaveCount(0)
})

test('an encoder is fetched from a server that drops the connection, used, and computed with', async ({
  temporary,
  start,
}) => {
  const content = readFileSync(join(DEFAULT_ENCODER, 'model.onnx'))
  const server = await startServer((request, response, count) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const rest = content.subarray(from)
    response.writeHead(from > 0 ? 206 : 200, {
      etag: '"one"',
      'accept-ranges': 'bytes',
      'content-length': rest.length,
      ...(from > 0
        ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }
        : {}),
    })
    // Twice the connection breaks after a part.
    if (count > 2) response.end(rest)
    else
      response.write(rest.subarray(0, rest.length / 2), () =>
        setTimeout(() => response.destroy(), 50),
      )
  })
  const shipped = join(temporary, 'shipped', 'standard')
  cpSync(DEFAULT_ENCODER, shipped, { recursive: true })
  offer(join(temporary, 'shipped'), 'dropped', content, server.url)
  offer(join(temporary, 'shipped'), 'altered', Buffer.from('something else'), server.url)
  const folder = join(temporary, 'pictures')
  makeSample(folder, 4)
  const { page } = await start({
    library: join(temporary, 'library'),
    folder,
    environment: { ...WITHOUT_PEOPLE, SETWISE_ENCODER: shipped },
  })
  await shownSet(page)
  await jobDone(page, 'features')
  await page.keyboard.press('l')
  await page.getByTestId('library-features').click()
  await expect(page.getByTestId('provider')).toContainText('CPU')
  const row = page.getByTestId('encoder-dropped')
  expect(server.asked()).toBe(0)

  await row.getByRole('button', { name: /Download/ }).click()
  await expect(row).toHaveAttribute('data-state', 'ready', { timeout: 60_000 })
  expect(server.asked()).toBe(3)
  await row.getByRole('button', { name: /Use/ }).click()
  await expect(row).toHaveAttribute('data-state', 'in-use')
  await jobDone(page, 'features')
  const { features, library } = await call(page, 'app:get-state')
  const embedded = new Map(features.encoders.map((one) => [one.encoderId, one.embedded]))
  expect(embedded.get('dropped')).toBe(library?.images)
  expect(embedded.get('efficientnet-lite0-320')).toBe(library?.images)

  // What is not the file that the manifest names is never used.
  await page
    .getByTestId('encoder-altered')
    .getByRole('button', { name: /Download/ })
    .click()
  await expect(page.getByTestId('error')).toContainText('“altered”', { timeout: 60_000 })
  await expect(page.getByTestId('encoder-altered')).toHaveAttribute('data-state', 'not-downloaded')
  await server.close()
})

test('the extraction pauses, goes on, and finds pictures that come while the app is open', async ({
  temporary,
  start,
}) => {
  const folder = join(temporary, 'pictures')
  makeSample(folder, 60)
  const { page } = await start({
    library: join(temporary, 'library'),
    folder,
    environment: WITHOUT_PEOPLE,
  })
  await shownSet(page)
  const job = async () =>
    (await call(page, 'app:get-state')).jobs.find(({ kind }) => kind === 'features')
  await expect.poll(async () => (await job())?.done ?? 0, { timeout: 60_000 }).toBeGreaterThan(8)
  await page.keyboard.press('l')
  await page.getByTestId('library-features').click()
  await page.getByTestId('features-pause').click()
  await expect(page.getByTestId('features-job')).toHaveAttribute('data-phase', 'paused')
  // What had begun is finished; then nothing moves.
  await expect
    .poll(async () => {
      const before = (await job())?.done
      await page.waitForTimeout(1500)
      return (await job())?.done === before
    })
    .toBe(true)
  expect((await job())?.phase).toBe('paused')
  await page.getByTestId('features-resume').click()
  await jobDone(page, 'features')

  const { library } = await call(page, 'app:get-state')
  await writePictures(join(temporary, 'new'), 3)
  copyFileSync('/dev/null', join(folder, 'empty.png'))
  renameSync(join(temporary, 'new'), join(folder, 'new'))
  await expect
    .poll(async () => (await call(page, 'app:get-state')).library?.images, { timeout: 30_000 })
    .toBe((library?.images ?? 0) + 3)
  await jobDone(page, 'features')
  const failures = await call(page, 'library:list-failures')
  expect(failures).toMatchObject([{ path: 'empty.png' }])

  // Mended, and tried again by hand or by the watch: it is a picture like any other.
  copyFileSync(
    join(folder, 'new', '20250708_060510_stage1_generated.png'),
    join(folder, 'empty.png'),
  )
  await expect.poll(() => call(page, 'library:list-failures'), { timeout: 60_000 }).toEqual([])
})

/** The overlay's face lies inside the picture it is drawn over. */
async function expectFaceOnThePicture(page: Page): Promise<void> {
  const picture = await page.getByTestId('overlay').first().boundingBox()
  const face = await page.getByTestId('box-face').first().boundingBox()
  expect(face!.x).toBeGreaterThan(picture!.x)
  expect(face!.x + face!.width).toBeLessThan(picture!.x + picture!.width)
  expect(face!.y).toBeGreaterThan(picture!.y)
  expect(face!.width).toBeGreaterThan(20)
}

/** Puts a manifest without its model beside the shipped ones. */
function offer(shipped: string, id: string, content: Uint8Array, url: string): void {
  const folder = join(shipped, id)
  cpSync(DEFAULT_ENCODER, folder, {
    recursive: true,
    filter: (source) => !source.endsWith('.onnx'),
  })
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  const sha256 = createHash('sha256').update(content).digest('hex')
  const changes = { id, title: `“${id}”`, sha256, download: { url } }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(Object.assign({}, manifest, changes)))
}

async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => unknown,
) {
  let count = 0
  const server = createServer((request, response) => {
    count += 1
    answer(request, response, count)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/model.onnx`,
    asked: () => count,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
