/**
 * Photographs every screen of the page alone, in Chromium, without Electron:
 *   node tools/preview/shots.ts [--to FOLDER] [--photos FOLDER] [--only PATTERN] [--size 1440x900]
 * Chromium is Debian's; set CHROMIUM to use another one.
 */
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'
import { createPictureMaker } from './pictures.ts'
import { portraitMask, portraitPicture } from './portrait.ts'
import { SCENES } from './scenes.ts'

interface Shot {
  readonly scene: string
  readonly name?: string
  readonly act?: (page: Page) => Promise<void>
}

const press =
  (...keys: string[]) =>
  async (page: Page): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
    await page.locator('html[data-ready="true"]').waitFor()
  }

/** The panel with what it shows first, and then other layers by their keys. */
const openPanel =
  (...layers: string[]) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('i')
    await page.locator('[data-testid="features-panel"][aria-busy="false"]').waitFor()
    for (const layer of layers) await page.keyboard.press(`Shift+${layer}`)
  }

const openFeatures = async (page: Page): Promise<void> => {
  await page.keyboard.press('l')
  await page.getByTestId('library-features').click()
}

/** The tab, and in it what these test ids open, one after the other. */
const openHistory =
  (...testIds: string[]) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('l')
    await page.keyboard.press('h')
    for (const testId of testIds) await page.getByTestId(testId).first().click()
  }

const openRow = async (page: Page): Promise<void> => {
  await openHistory('history-rows')(page)
  await page.getByRole('button', { name: 'outside the picture' }).click()
  await page.getByTestId('ledger-row').nth(2).click()
}

const SHOTS: readonly Shot[] = [
  ...Object.keys(SCENES).map((scene) => ({ scene })),
  { scene: 'three portraits', name: 'undo hint', act: press('3', 'a') },
  { scene: 'three portraits', name: 'decided', act: press('3', 'ArrowUp') },
  { scene: 'three portraits', name: 'undone', act: press('r', 'u') },
  { scene: 'three portraits', name: 'keys', act: press('?') },
  { scene: 'few sets', name: 'all decided', act: press('a', 'r') },
  { scene: 'library', name: 'library room', act: press('l') },
  ...Object.keys(SCENES)
    .filter((scene) => scene.startsWith('panel'))
    .map((scene) => ({ scene, name: `${scene} open`, act: openPanel() })),
  { scene: 'panel', name: 'panel all layers', act: openPanel('J', 'W') },
  ...Object.keys(SCENES)
    .filter((scene) => scene.startsWith('features'))
    .map((scene) => ({ scene, name: `${scene} library`, act: openFeatures })),
  ...['empty', 'importing', 'first importing', 'undone'].map((name) => ({
    scene: `history ${name}`,
    name: `history ${name} tab`,
    act: openHistory(),
  })),
  { scene: 'history', name: 'history tab', act: openHistory() },
  { scene: 'history', name: 'history undo asked', act: openHistory('undo-import') },
  { scene: 'history', name: 'history rows', act: openHistory('history-rows') },
  { scene: 'history', name: 'history row open', act: openRow },
  { scene: 'history', name: 'history expected', act: openHistory('history-expected') },
  { scene: 'receipt', name: 'receipt room', act: press('m') },
  { scene: 'receipt too few', name: 'receipt too few room', act: press('m') },
  { scene: 'training', name: 'training room', act: press('m') },
]

/** Their insights are about that one portrait. */
const PORTRAIT_SCENES = /^panel(?! without anybody)/

const { values: options } = parseArgs({
  options: {
    to: { type: 'string', default: join(tmpdir(), 'setwise-preview') },
    photos: { type: 'string' },
    only: { type: 'string', default: '' },
    size: { type: 'string', multiple: true, default: ['1280x800', '1440x900', '2560x1440'] },
  },
})

const root = fileURLToPath(new URL('../../src/renderer', import.meta.url))
const outDir = join(options.to, 'page')
mkdirSync(outDir, { recursive: true })
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  define: {
    PORTRAIT_MASK: JSON.stringify(await portraitMask(false)),
    ODD_PORTRAIT_MASK: JSON.stringify(await portraitMask(true)),
  },
  build: { outDir, emptyOutDir: true, target: 'esnext' },
  plugins: [
    react(),
    {
      name: 'preview-page',
      enforce: 'pre',
      transformIndexHtml: {
        order: 'pre',
        handler: (html) => html.replace('./main.tsx', '../../tools/preview/page.tsx'),
      },
      // Chromium alone has no protocol for pictures: they come from the same server.
      transform: (code, id) =>
        id.endsWith('shared/ipc.ts')
          ? code.replace('`${IMAGE_SCHEME}://preview/', '`/pictures/')
          : undefined,
    },
  ],
})
const server = await preview({
  root,
  configFile: false,
  build: { outDir },
  preview: { port: 0, host: '127.0.0.1' },
})
const address = server.resolvedUrls?.local[0]
if (address === undefined) throw new Error('The preview server has no address.')
const makePicture = await createPictureMaker(options.photos ?? null)
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
})

try {
  for (const size of options.size) await shootAll(size)
} finally {
  await browser.close()
  await server.close()
}

async function shootAll(size: string): Promise<void> {
  const [width = 1440, height = 900] = size.split('x').map(Number)
  for (const { scene, name = scene, act } of SHOTS) {
    if (!new RegExp(options.only).test(name)) continue
    const page = await browser.newPage({ viewport: { width, height } })
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) console.error(`${name}: ${message.text()}`)
    })
    page.on('pageerror', (error) => console.error(`${name}: ${error.message}`))
    await page.route('**/pictures/**', async (route) => {
      const [imageId = 0, longEdgePx = 320] = route.request().url().split('/').slice(-2).map(Number)
      const { widthPx, heightPx } = sizeOf(scene, imageId)
      const picture = { imageId, widthPx, heightPx, longEdgePx }
      const body = PORTRAIT_SCENES.test(scene)
        ? await portraitPicture(picture)
        : await makePicture(picture)
      await route.fulfill({ body, contentType: 'image/jpeg' })
    })
    await page.goto(`${address}#${scene}`)
    await page.locator('html[data-ready="true"]').waitFor()
    await act?.(page)
    await page.waitForLoadState('networkidle')
    const file = join(options.to, `${name.replaceAll(' ', '-')}-${size}.png`)
    await page.screenshot({ path: file })
    console.log(file)
    await page.close()
  }
}

function sizeOf(scene: string, imageId: number) {
  const candidate = SCENES[scene]?.sets
    .flatMap(({ set }) => set.candidates)
    .find((one) => one.imageId === imageId)
  return { widthPx: candidate?.widthPx ?? 832, heightPx: candidate?.heightPx ?? 1216 }
}
