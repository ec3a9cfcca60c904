import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PEOPLE_MODELS } from '../../shared/peopleProtocol.ts'
import { answerPeopleRequest, pictureUrl } from './servePeople.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setwise-people-'))
  mkdirSync(join(folder, 'page/assets'), { recursive: true })
  mkdirSync(join(folder, 'models'))
  for (const file of [
    'secret.txt',
    'picture.jpg',
    'page/people.html',
    'page/index.html',
    'page/assets/worker.js',
    'page/assets/loader.wasm',
    `models/${PEOPLE_MODELS.hands}`,
    'models/README.md',
  ]) {
    writeFileSync(join(folder, file), file)
  }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function ask(url: string): Promise<Response> {
  return answerPeopleRequest(
    url,
    { pageFolder: join(folder, 'page'), modelsFolder: join(folder, 'models') },
    (id) => (id === 7 ? join(folder, 'picture.jpg') : null),
  )
}

test.each([
  ['setwise-people://app/people.html', 'page/people.html', 'text/html'],
  ['setwise-people://app/assets/worker.js', 'page/assets/worker.js', 'text/javascript'],
  ['setwise-people://app/assets/loader.wasm', 'page/assets/loader.wasm', 'application/wasm'],
  [
    `setwise-people://app/models/${PEOPLE_MODELS.hands}`,
    `models/${PEOPLE_MODELS.hands}`,
    'application/octet-stream',
  ],
  [pictureUrl(7), 'picture.jpg', 'image/jpeg'],
])('%s is served, under a policy that knows no other place', async (url, content, type) => {
  const response = await ask(url)
  expect(response.status).toBe(200)
  await expect(response.text()).resolves.toBe(content)
  expect(response.headers.get('content-type')).toBe(type)
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy.replaceAll(/'(?:none|self|wasm-unsafe-eval)'/g, '')).not.toMatch(/[:*']/)
})

test.each([
  'setwise-people://app/index.html',
  'setwise-people://app/secret.txt',
  'setwise-people://app/assets/../../secret.txt',
  'setwise-people://app/assets/..%2F..%2Fsecret.txt',
  'setwise-people://app/assets/..',
  'setwise-people://app/models/README.md',
  'setwise-people://app/models/../page/index.html',
  'setwise-people://app/picture/8',
  'setwise-people://app/picture/7/../../secret.txt',
  'setwise-people://app/picture/seven',
  'setwise-people://elsewhere/people.html',
  'setwise-people://app/assets/missing.js',
])('%s is not', async (url) => {
  const response = await ask(url)
  expect(response.status).toBe(404)
  await expect(response.text()).resolves.not.toContain('secret.txt')
})
