import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { drawIcon, icons, iconsFolder } from './icons.ts'

/** What is drawn, whatever the compression library of this machine makes of it. */
function pixelsOf(png: Buffer): { width: number; data: Buffer } {
  const at = png.indexOf('IDAT')
  const length = png.readUInt32BE(at - 4)
  return { width: png.readUInt32BE(16), data: inflateSync(png.subarray(at + 4, at + 4 + length)) }
}

it.each(icons)('$file is what the logo makes of it', async icon => {
  const kept = pixelsOf(await readFile(join(iconsFolder, icon.file)))
  const drawn = pixelsOf(Buffer.from(drawIcon(icon)))
  expect(kept.width).toBe(icon.size)
  expect(kept.data.equals(drawn.data)).toBe(true)
})

it('the manifest names icons that are there, small, large and to be cut', async () => {
  const manifest = JSON.parse(await readFile(join(iconsFolder, '..', 'manifest.webmanifest'), 'utf8'))
  const named = manifest.icons.map((icon: { src: string }) => icon.src)
  expect(named).toEqual(icons.slice(0, 4).map(({ file }) => `/icons/${file}`))
})
