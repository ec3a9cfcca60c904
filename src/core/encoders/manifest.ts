/** The manifest of an encoder: everything that decides a number, as data beside the model file. */
import { SetwiseError } from '../../shared/errors.ts'

export interface EncoderManifest {
  /** Embeddings of different ids or versions never mix. Letters, digits and . _ - only. */
  readonly id: string
  readonly version: number
  /** For people: "EfficientNet-Lite0, 320 px". */
  readonly title: string
  /** Name of the ONNX file in the manifest's folder. */
  readonly file: string
  /** Of the ONNX file; the one thing that decides whether a file is the right one. */
  readonly sha256: string
  /**
   * Size of the ONNX file, for people and for progress: it may be rounded. A file that is here is never refused
   * by it, a download that is more than 5 % off is.
   */
  readonly bytes: number
  readonly licence: string
  readonly source: string
  /** Where the ONNX file can be fetched when it is not beside the manifest; null: nowhere. */
  readonly download: {
    /** https, or http of this computer. */
    readonly url: string
  } | null
  readonly input: EncoderInput
  readonly output: {
    readonly name: string
    readonly dimension: number
    /** Whether embeddings are scaled to length 1 after the network. */
    readonly l2Normalise: boolean
  }
  /** Output with the last feature map, when the model has one: channels, rows, columns. */
  readonly spatial: {
    readonly name: string
    readonly shape: readonly [number, number, number]
  } | null
}

/** How pixels become the network's input: value = (pixel / divisor - mean) / std, pixel 0-255. */
export interface EncoderInput {
  readonly name: string
  /** Side of the square input. */
  readonly sizePx: number
  /** `exact`: both sides to sizePx, aspect ignored. `shorter-side`: then the rest is cropped away. */
  readonly resize: 'exact' | 'shorter-side'
  readonly crop: 'none' | 'centre'
  readonly interpolation: 'bicubic' | 'bilinear' | 'lanczos3'
  readonly colourOrder: 'rgb' | 'bgr'
  readonly layout: 'nchw' | 'nhwc'
  readonly divisor: number
  /** Per channel, in the model's own colour order. */
  readonly mean: readonly [number, number, number]
  readonly std: readonly [number, number, number]
}

// Whoever listens on the way could otherwise learn or change what is fetched.
const SAFE_ADDRESS = /^(https:\/\/[^\s/]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)\/\S*$/

/**
 * @param path of the manifest, for sentences.
 * @throws SetwiseError `model-altered`, naming the file and the field.
 */
export function parseManifest(text: string, path: string): EncoderManifest {
  const bad = (what: string): never => {
    throw new SetwiseError(
      'model-altered',
      `The manifest ${path} cannot be used: ${what}. Install Setwise again, or correct the file.`,
    )
  }
  const root = new Fields(parseJson(text, bad), '', bad)
  const input = root.object('input')
  const output = root.object('output')
  const spatial = root.isNull('spatial') ? null : root.object('spatial')
  const resize = input.oneOf('resize', ['exact', 'shorter-side'])
  const crop = input.oneOf('crop', ['none', 'centre'])
  if ((resize === 'exact') !== (crop === 'none')) {
    bad('input.crop must be "none" with resize "exact" and "centre" with "shorter-side"')
  }
  const id = root.text('id')
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) {
    bad('id must consist of letters, digits and . _ - and begin with a letter or digit')
  }
  const file = root.text('file')
  if (/[/\\]/.test(file) || file.startsWith('.')) bad('file must be a name without folders')
  const sha256 = root.text('sha256')
  if (!/^[0-9a-f]{64}$/.test(sha256)) bad('sha256 must be 64 lower-case hex characters')
  const download = root.isNull('download') ? null : root.object('download')
  const url = download?.text('url')
  if (url !== undefined && !SAFE_ADDRESS.test(url)) {
    bad('download.url must begin with https:// (http:// only for localhost and 127.0.0.1)')
  }
  return {
    id,
    version: root.count('version'),
    title: root.text('title'),
    file,
    sha256,
    bytes: root.count('bytes'),
    licence: root.text('licence'),
    source: root.text('source'),
    download: url === undefined ? null : { url },
    input: {
      name: input.text('name'),
      sizePx: input.count('sizePx'),
      resize,
      crop,
      interpolation: input.oneOf('interpolation', ['bicubic', 'bilinear', 'lanczos3']),
      colourOrder: input.oneOf('colourOrder', ['rgb', 'bgr']),
      layout: input.oneOf('layout', ['nchw', 'nhwc']),
      divisor: input.positive('divisor'),
      mean: input.three('mean', () => true),
      std: input.three('std', (value) => value > 0),
    },
    output: {
      name: output.text('name'),
      dimension: output.count('dimension'),
      l2Normalise: output.truth('l2Normalise'),
    },
    spatial: spatial && {
      name: spatial.text('name'),
      shape: spatial.three('shape', (value) => Number.isInteger(value) && value > 0),
    },
  }
}

function parseJson(text: string, bad: (what: string) => never): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    return bad(`it is not JSON (${String(thrown)})`)
  }
}

/** Typed access to the fields of one JSON object; every refusal names the field. */
class Fields {
  readonly #values: Readonly<Record<string, unknown>>
  readonly #prefix: string
  readonly #bad: (what: string) => never

  constructor(value: unknown, prefix: string, bad: (what: string) => never) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      bad(`${prefix === '' ? 'it' : prefix.slice(0, -1)} must be an object`)
    }
    this.#values = { ...value }
    this.#prefix = prefix
    this.#bad = bad
  }

  #refuse(name: string, what: string): never {
    return this.#bad(`${this.#prefix}${name} must be ${what}`)
  }

  isNull(name: string): boolean {
    return this.#values[name] === null
  }

  object(name: string): Fields {
    return new Fields(this.#values[name], `${this.#prefix}${name}.`, this.#bad)
  }

  text(name: string): string {
    const value = this.#values[name]
    return typeof value === 'string' && value !== '' ? value : this.#refuse(name, 'a text')
  }

  truth(name: string): boolean {
    const value = this.#values[name]
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false')
  }

  positive(name: string): number {
    const value = this.#values[name]
    const isGood = typeof value === 'number' && Number.isFinite(value) && value > 0
    return isGood ? value : this.#refuse(name, 'a number above 0')
  }

  count(name: string): number {
    const value = this.positive(name)
    return Number.isSafeInteger(value) ? value : this.#refuse(name, 'a whole number above 0')
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const found = choices.find((choice) => choice === this.#values[name])
    return found ?? this.#refuse(name, choices.map((choice) => `"${choice}"`).join(' or '))
  }

  three(name: string, isGood: (value: number) => boolean): readonly [number, number, number] {
    const value: unknown = this.#values[name]
    const numbers = Array.isArray(value)
      ? value.filter((item) => typeof item === 'number' && Number.isFinite(item) && isGood(item))
      : []
    const [first, second, third] = numbers
    const isComplete = Array.isArray(value) && value.length === 3 && numbers.length === 3
    return isComplete ? [first, second, third] : this.#refuse(name, 'three suitable numbers')
  }
}
