/** Colours are '#rrggbb' texts, because that is what SVG takes. */
export type Colour = string

const toLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4

const toGamma = (value: number): number =>
  value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055

/** OKLab (Björn Ottosson, 2020): mixing in it keeps gradients clean, where plain RGB turns them grey. */
function toOklab(colour: Colour): [number, number, number] {
  const channel = (at: number) => toLinear(Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [r, g, b] = [channel(1), channel(3), channel(5)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function toHex(value: number): string {
  const byte = Math.round(255 * toGamma(Math.min(1, Math.max(0, value))))
  return byte.toString(16).padStart(2, '0')
}

function fromOklab(lightness: number, a: number, b: number): Colour {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return `#${channels.map(toHex).join('')}`
}

/** The colour `share` (0 to 1) of the way from one to another. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const start = toOklab(from)
  const end = toOklab(to)
  const at = (index: 0 | 1 | 2) => start[index] + (end[index] - start[index]) * share
  return fromOklab(at(0), at(1), at(2))
}

/** Towards warm white, as lit. */
export function lighter(colour: Colour, share: number): Colour {
  return mix(colour, '#fff8ec', share)
}

/** Towards a deep violet, as shadows are, never to grey. */
export function darker(colour: Colour, share: number): Colour {
  return mix(colour, '#120c1f', share)
}
