/**
 * The app's icons, drawn from the logo's own geometry (src/lib/design/Logo.svelte) so that they are the same to the bit
 * wherever they are made: `node --import tsx ui/icons.ts` writes them into ui/static/icons.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { pngOf } from './png.ts'

type Point = readonly [number, number]
type Colour = readonly [number, number, number, number]
/** `any`: with the logo's round corners. `maskable`: to the edges, the line within the middle. `badge`: the line alone. */
type Look = 'any' | 'maskable' | 'badge'

/** In the 32 units of the logo. */
const line: Point[] = [
  [4, 18],
  [10, 18],
  [13, 9],
  [18, 23],
  [21, 15],
  [22.5, 18],
  [28, 18],
]
const lineWidth = 2.4
const corner = 8
const accent: Colour = [0x4a, 0x50, 0xc8, 255]
const white: Colour = [255, 255, 255, 255]
const nothing: Colour = [0, 0, 0, 0]
/** Each pixel is looked at so often in each direction. */
const samples = 4

export const icons = [
  { file: 'icon-192.png', size: 192, look: 'any' },
  { file: 'icon-512.png', size: 512, look: 'any' },
  { file: 'maskable-192.png', size: 192, look: 'maskable' },
  { file: 'maskable-512.png', size: 512, look: 'maskable' },
  { file: 'badge-96.png', size: 96, look: 'badge' },
] as const satisfies { file: string; size: number; look: Look }[]

function toSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay]
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

const isOnLine = (at: Point, width: number): boolean =>
  line.slice(1).some((end, index) => toSegment(at, line[index] ?? end, end) <= width / 2)

function isInSquare([x, y]: Point): boolean {
  const beyond = (value: number) => Math.max(corner - value, value - (32 - corner), 0)
  return Math.hypot(beyond(x), beyond(y)) <= corner
}

/** Where platforms cut a circle or a drop out of it, four fifths of the width are safe. */
const shrunk = ([x, y]: Point): Point => [(x - 16) / 0.72 + 16, (y - 16) / 0.72 + 16]

function colourAt(at: Point, look: Look): Colour {
  if (look === 'badge') return isOnLine(at, lineWidth * 1.4) ? white : nothing
  if (look === 'maskable') return isOnLine(shrunk(at), lineWidth) ? white : accent
  if (!isInSquare(at)) return nothing
  return isOnLine(at, lineWidth) ? white : accent
}

/** Red, green, blue and opacity of every pixel. */
function draw(size: number, look: Look): Uint8Array {
  const pixels = new Uint8Array(size * size * 4)
  const step = 32 / size / samples
  for (let index = 0; index < size * size; index++) {
    const sum = [0, 0, 0, 0]
    for (let sample = 0; sample < samples * samples; sample++) {
      const x = ((index % size) * samples + (sample % samples) + 0.5) * step
      const y = (Math.floor(index / size) * samples + Math.floor(sample / samples) + 0.5) * step
      const [red, green, blue, opacity] = colourAt([x, y], look)
      for (const [part, value] of [red * opacity, green * opacity, blue * opacity, opacity].entries()) {
        sum[part] = (sum[part] ?? 0) + value
      }
    }
    const opacity = sum[3] ?? 0
    const mixed = sum.map((value, part) =>
      part === 3 ? value / samples ** 2 : opacity === 0 ? 0 : value / opacity,
    )
    pixels.set(mixed.map(Math.round), index * 4)
  }
  return pixels
}

export const drawIcon = ({ size, look }: { size: number; look: Look }): Uint8Array =>
  pngOf(size, draw(size, look))

export const iconsFolder = join(dirname(fileURLToPath(import.meta.url)), 'static', 'icons')

async function writeIcons(): Promise<void> {
  await mkdir(iconsFolder, { recursive: true })
  for (const icon of icons) await writeFile(join(iconsFolder, icon.file), drawIcon(icon))
}

if (argv[1] === fileURLToPath(import.meta.url)) await writeIcons()
