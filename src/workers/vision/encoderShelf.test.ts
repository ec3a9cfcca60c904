import { expect, test } from 'vitest'
import type { Encoder } from './encoder.ts'
import { createEncoderShelf } from './encoderShelf.ts'

function setUp() {
  const said: string[] = []
  let fails = false
  const shelf = createEncoderShelf(async (folder) => {
    said.push(`load ${folder}`)
    if (fails) throw new Error('broken')
    // Only what the shelf touches.
    return { release: async () => void said.push(`release ${folder}`) } as unknown as Encoder
  })
  return { shelf, said, break: (now: boolean) => (fails = now) }
}

test('loads an encoder once, and releases the one before', async () => {
  const { shelf, said } = setUp()
  await shelf.use('a', () => 1)
  expect(await shelf.use('a', () => 2)).toBe(2)
  await shelf.use('b', () => 3)
  await shelf.release()
  expect(said).toEqual(['load a', 'load b', 'release a', 'release b'])
})

test('one that is still used is released when its last use ends', async () => {
  const { shelf, said } = setUp()
  let end = (): void => {}
  const first = shelf.use('a', () => new Promise<void>((resolve) => (end = resolve)))
  const second = shelf.use('a', () => new Promise<void>((resolve) => setTimeout(resolve, 5)))
  await shelf.use('b', () => 1)
  await second
  expect(said).toEqual(['load a', 'load b'])
  end()
  await first
  expect(said).toEqual(['load a', 'load b', 'release a'])
})

test('one that could not be loaded is tried again', async () => {
  const { shelf, said, break: setBroken } = setUp()
  setBroken(true)
  await expect(shelf.use('a', () => 1)).rejects.toThrow('broken')
  setBroken(false)
  expect(await shelf.use('a', () => 1)).toBe(1)
  await shelf.release()
  expect(said).toEqual(['load a', 'load a', 'release a'])
})
