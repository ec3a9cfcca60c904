/** The pictures of tools/golden/phash.py, drawn by the same whole-number formulas. */

/** (row, column, channel) to a value, which is then clipped to 0-255. */
type Formula = (y: number, x: number, channel: number) => number

/** @throws Error for a kind that the script does not know either. */
export function drawPicture(kind: string, widthPx: number, heightPx: number): Uint8Array {
  const formula = formulaOf(kind, widthPx, heightPx)
  const rgb = new Uint8Array(3 * widthPx * heightPx)
  for (let y = 0, byte = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      for (let channel = 0; channel < 3; channel += 1, byte += 1) {
        rgb[byte] = Math.min(255, Math.max(0, formula(y, x, channel)))
      }
    }
  }
  return rgb
}

function formulaOf(kind: string, width: number, height: number): Formula {
  const longEdge = Math.max(width, height)
  switch (kind) {
    case 'flat':
      return (_y, _x, channel) => 40 + 60 * channel
    case 'ramp':
      return (_y, x, channel) => whole((channel + 1) * 85 * x, width)
    case 'noise':
      return (y, x, channel) => mixed((y * width + x) * 3 + channel) & 255
    case 'cells':
      return (y, x, channel) =>
        mixed(whole(8 * y, height) * 1000 + whole(8 * x, width) * 10 + channel) & 255
    case 'disc':
      return (y, x, channel) =>
        (3 * x - width) ** 2 + (3 * y - 2 * height) ** 2 < longEdge ** 2
          ? 220 - 50 * channel
          : 30 + 20 * channel
    case 'stripes':
      return (y, x) => ((whole(16 * x, width) + whole(4 * y, height)) % 2 === 0 ? 255 : 0)
    case 'scene':
      return (y, x, channel) => {
        const phase = 7 * whole(x * 256, longEdge) + 3 * whole(y * 256, longEdge)
        const wave = Math.abs((phase % 512) - 256)
        const light = 3 * wave + whole(255 * y, height) + (mixed(y * width + x) & 31)
        return whole(light, 4 + channel)
      }
    default:
      throw new Error(`There is no picture of the kind ${kind}`)
  }
}

function whole(dividend: number, divisor: number): number {
  return Math.floor(dividend / divisor)
}

/** 32 well-mixed bits: the last steps of MurmurHash3. */
function mixed(value: number): number {
  let bits = value
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
