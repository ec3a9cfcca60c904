import { describe, expect, test } from 'vitest'
import { imageId } from '../testing/sampleSets.ts'
import { createPictures } from './pictures.ts'

/** Image elements whose decoding the test ends by hand. */
function start() {
  const elements: { src: string; succeed: () => void; fail: () => void }[] = []
  const pictures = createPictures(() => {
    const element = {
      src: '',
      succeed: (): void => undefined,
      fail: (): void => undefined,
      decode: () =>
        new Promise<void>((resolve, reject) => {
          element.succeed = resolve
          element.fail = () => reject(new Error('EncodingError'))
        }),
    }
    elements.push(element)
    return element
  })
  return { pictures, elements }
}

const [one, two] = [imageId(1), imageId(2)]

describe('pictures', () => {
  test('a picture is loaded once and is ready when it is decoded', async () => {
    const { pictures, elements } = start()
    const prepared = pictures.prepare([one, two])
    void pictures.prepare([one])
    expect(elements.map((element) => element.src)).toEqual([
      'setwise-image://preview/1/2560',
      'setwise-image://preview/2/2560',
    ])
    expect(pictures.ready([one, two])).toEqual(new Set())
    for (const element of elements) element.succeed()
    await prepared
    expect(pictures.ready([one, two])).toEqual(new Set([one, two]))
  })

  test('a picture that fails holds nobody up and is tried again', async () => {
    const { pictures, elements } = start()
    const prepared = pictures.prepare([one])
    elements[0]?.fail()
    await prepared
    expect(pictures.ready([one])).toEqual(new Set())
    void pictures.prepare([one])
    expect(elements).toHaveLength(2)
  })

  test('lets go of what is far away, also while it is being decoded', async () => {
    const { pictures, elements } = start()
    const prepared = pictures.prepare([one, two])
    pictures.keepOnly([two])
    for (const element of elements) element.succeed()
    await prepared
    expect(pictures.ready([one, two])).toEqual(new Set([two]))
  })
})
