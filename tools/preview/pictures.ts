/** Stand-ins for previews: a drawn scene, or photographs of a folder, in the size of the candidate. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

export interface WantedPicture {
  readonly imageId: number
  readonly widthPx: number
  readonly heightPx: number
  readonly longEdgePx: number
}

/** @param folder of photographs to use instead of drawn scenes; null for drawn ones. */
export async function createPictureMaker(folder: string | null) {
  const names =
    folder === null ? [] : (await readdir(folder)).filter((name) => name.endsWith('.jpg'))
  return async ({ imageId, widthPx, heightPx, longEdgePx }: WantedPicture): Promise<Buffer> => {
    // Smaller than real large previews: enough to look at, and quick to make.
    const scale = Math.min(longEdgePx, 1600) / Math.max(widthPx, heightPx)
    const [width, height] = [Math.round(widthPx * scale), Math.round(heightPx * scale)]
    // Images of one set share a subject; imageId is set * 10 + position.
    const [subject, variant] = [Math.floor(imageId / 10), imageId % 10]
    const name = names[(subject * 7) % Math.max(1, names.length)]
    const source =
      folder === null || name === undefined
        ? Buffer.from(drawnScene(subject, width, height))
        : await readFile(join(folder, name))
    const picture = sharp(source).resize(width, height, { fit: 'cover' })
    if (variant % 3 === 1) picture.blur(0.4 + width / 900)
    if (variant % 3 === 0) picture.modulate({ saturation: 1.4 })
    return picture.jpeg({ quality: 85 }).toBuffer()
  }
}

function drawnScene(subject: number, width: number, height: number): string {
  const hue = (subject * 47) % 360
  const [x, y, r] = [width * 0.5, height * 0.42, Math.min(width, height) * 0.2]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="sky" x2="0" y2="1">
      <stop stop-color="hsl(${hue} 45% 38%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360} 40% 72%)"/>
    </linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#sky)"/>
    <circle cx="${width * 0.8}" cy="${height * 0.16}" r="${r * 0.35}" fill="hsl(46 90% 78%)"/>
    <path d="M0 ${height * 0.78} Q${x} ${height * 0.62} ${width} ${height * 0.8} V${height} H0Z" fill="hsl(${(hue + 110) % 360} 25% 28%)"/>
    <ellipse cx="${x}" cy="${height}" rx="${r * 1.5}" ry="${height * 0.42}" fill="hsl(${(hue + 190) % 360} 40% 40%)"/>
    <circle cx="${x}" cy="${y}" r="${r}" fill="hsl(24 45% 68%)"/>
    <path d="M${x - r} ${y} A${r} ${r} 0 0 1 ${x + r} ${y} L${x + r * 0.7} ${y - r * 0.3} Q${x} ${y - r * 0.55} ${x - r * 0.7} ${y - r * 0.3}Z" fill="hsl(20 35% 18%)"/>
    <circle cx="${x - r * 0.35}" cy="${y + r * 0.05}" r="${r * 0.07}" fill="#222"/><circle cx="${x + r * 0.35}" cy="${y + r * 0.05}" r="${r * 0.07}" fill="#222"/>
    <path d="M${x - r * 0.3} ${y + r * 0.45} Q${x} ${y + r * 0.65} ${x + r * 0.3} ${y + r * 0.45}" fill="none" stroke="#7a3b32" stroke-width="${r * 0.06}"/>
  </svg>`
}
