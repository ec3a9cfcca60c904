/** People in the real app: the hidden window, its sandbox, its failures, and going on without it. */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { overlap } from '../src/core/people/plane.ts'
import type { ImageInsight } from '../src/shared/features.ts'
import { PEOPLE_ORIGIN } from '../src/shared/peopleProtocol.ts'
import { call, expect, jobDone, shownSet, test } from './app.ts'
import { HAND_BOX, writePictures } from './drawnPerson.ts'

test('a face, a hand, joints and a mask are found where they are drawn; nobody where nobody is', async ({
  temporary,
  start,
}) => {
  const folder = join(temporary, 'pictures')
  await writePictures(folder, 3, true)
  const { page, electron } = await start({ library: join(temporary, 'library'), folder })
  await jobDone(page, 'features')

  const people = (await insightsOf(page)).map((insight) => insight.people)
  expect(people).toHaveLength(3)
  for (const found of people.slice(0, 2)) {
    expect(found?.faces).toHaveLength(1)
    expect(found?.faces[0]).toMatchObject({
      eyesOpen: expect.any(Number),
      sharpness: expect.any(Number),
    })
    expect(found?.faces[0]?.confidence).toBeGreaterThan(0.5)
    // Head in the upper half, hand in front of the chest, body down to the lower edge.
    expect(found?.faces[0]?.box.bottom).toBeLessThan(0.7)
    expect(found?.hands).toHaveLength(1)
    expect(found?.hands[0]?.points).toHaveLength(21)
    expect(overlap(found!.hands[0]!.box, HAND_BOX)).toBeGreaterThan(0.4)
    expect(found?.joints.map(({ name }) => name)).toContain('left-wrist')
    expect(found?.person?.cutBy).toContain('bottom')
    expect(found?.person?.area).toBeGreaterThan(0.2)
    expect(Math.max(...found!.person!.mask.values)).toBeGreaterThan(200)
    expect(found?.person?.mask.values).toHaveLength(64 * 44)
  }
  expect(people[2]).toEqual({ faces: [], hands: [], joints: [], person: null })
  const { features } = await call(page, 'app:get-state')
  expect(features.withoutPeople).toBeNull()
  // The models' memory is given back when there is nobody left to look for.
  await expect.poll(() => peopleWindows(electron)).toBe(0)
})

test('the hidden window reaches nothing but its own files', async ({ temporary, start }) => {
  const folder = join(temporary, 'pictures')
  await writePictures(folder, 9)
  const elsewhere = await startServer()
  const { electron } = await start({ library: join(temporary, 'library'), folder })
  await expect.poll(() => peopleWindows(electron), { timeout: 60_000 }).toBe(1)
  const seen = await electron.evaluate(
    async ({ BrowserWindow, net }, { origin, remote }) => {
      const hidden = BrowserWindow.getAllWindows().find((window) =>
        window.webContents.getURL().startsWith(origin),
      )
      if (hidden === undefined) throw new Error('The window has gone')
      const inPage = (script: string): Promise<string> =>
        hidden.webContents.executeJavaScript(script)
      const fetched = (url: string): Promise<string> =>
        inPage(
          `fetch(${JSON.stringify(url)}).then((answer) => String(answer.status), () => 'refused')`,
        )
      const before = hidden.webContents.getURL()
      await inPage(`void window.open('${remote}'); location.href = '${remote}'; ''`)
      return {
        isVisible: hidden.isVisible(),
        node: await inPage(`typeof require + ' ' + typeof process + ' ' + typeof window.setwise`),
        own: await fetched(`${origin}/people.html`),
        missing: await fetched(`${origin}/secret`),
        remote: await fetched(remote),
        file: await fetched('file:///etc/passwd'),
        pictures: await fetched('setwise-image://preview/1/320'),
        stayed: hidden.webContents.getURL() === before,
        // Past the page and its policy: what the session lets through.
        loaded: await hidden.webContents.loadURL(remote).then(
          () => 'loaded',
          (error: unknown) => String(error).replace(/^.*(ERR_\w+).*$/s, '$1'),
        ),
        // The same server, asked by main: it is there.
        control: (await net.fetch(`${remote}control`)).status,
      }
    },
    { origin: PEOPLE_ORIGIN, remote: elsewhere.url },
  )
  await elsewhere.close()
  expect(seen).toEqual({
    isVisible: false,
    node: 'undefined undefined undefined',
    own: '200',
    missing: '404',
    remote: 'refused',
    file: 'refused',
    pictures: 'refused',
    stayed: true,
    loaded: 'ERR_BLOCKED_BY_CLIENT',
    control: 200,
  })
  expect(elsewhere.asked).toEqual(['/control'])
})

test('a killed window costs no picture', async ({ temporary, start }) => {
  const folder = join(temporary, 'pictures')
  await writePictures(folder, 9)
  const { page, electron, log } = await start({ library: join(temporary, 'library'), folder })
  await expect.poll(() => peopleWindows(electron), { timeout: 60_000 }).toBe(1)
  await electron.evaluate(({ BrowserWindow }, origin) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      if (webContents.getURL().startsWith(origin)) webContents.forcefullyCrashRenderer()
    }
  }, PEOPLE_ORIGIN)
  await jobDone(page, 'features')
  expect(log()).toContain('The window that looks for people failed')
  const insights = await insightsOf(page)
  expect(insights.map(({ people }) => people?.faces.length)).toEqual(insights.map(() => 1))
  const { features, jobs } = await call(page, 'app:get-state')
  expect(features.withoutPeople).toBeNull()
  expect(jobs.find(({ kind }) => kind === 'features')?.failed).toEqual([])
})

test('without its models the app extracts all else, and says so', async ({ temporary, start }) => {
  const folder = join(temporary, 'pictures')
  const models = join(temporary, 'no models')
  mkdirSync(models)
  await writePictures(folder, 3)
  const { page, electron } = await start({
    library: join(temporary, 'library'),
    folder,
    environment: { SETWISE_PEOPLE_MODELS: models },
  })
  await jobDone(page, 'features')
  for (const { people, pixels, saliency } of await insightsOf(page)) {
    expect(people).toBeNull()
    expect(pixels).not.toBeNull()
    expect(saliency).not.toBeNull()
  }
  const { features } = await call(page, 'app:get-state')
  expect(features.withoutPeople).toContain('“hand_landmarker_full.task”')
  expect(await peopleWindows(electron)).toBe(0)
})

test('closing the main window quits while people are looked for', async ({ temporary, start }) => {
  const folder = join(temporary, 'pictures')
  await writePictures(folder, 9)
  const { page, electron } = await start({ library: join(temporary, 'library'), folder })
  await expect.poll(() => peopleWindows(electron), { timeout: 60_000 }).toBe(1)
  const exited = new Promise((resolve) => electron.process().once('exit', resolve))
  await page.close()
  await expect(exited).resolves.toBe(0)
})

async function insightsOf(page: Page): Promise<readonly ImageInsight[]> {
  return call(page, 'features:of-set', await shownSet(page))
}

function peopleWindows(electron: ElectronApplication): Promise<number> {
  return electron.evaluate(
    ({ BrowserWindow }, origin) =>
      BrowserWindow.getAllWindows().filter((window) =>
        window.webContents.getURL().startsWith(origin),
      ).length,
    PEOPLE_ORIGIN,
  )
}

/** A server on this machine that any page may read, and the paths that it was asked for. */
async function startServer(): Promise<{
  readonly url: string
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.end('reached')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
