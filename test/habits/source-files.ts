/** The files people write, as paths from the root of the repository. */
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const rooms = ['db', 'platform', 'channels', 'backoffice', 'hub', 'ui', 'test', 'bench']

const made =
  /(^|\/)(node_modules|build|\.svelte-kit|migrations|fixtures)(\/|$)|^ui\/src\/lib\/api\/schema\.ts$/

/** Source files below these folders, sorted. */
export function sourceFiles(...folders: string[]): string[] {
  return folders
    .flatMap(folder => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile() && /\.(ts|svelte|css)$/.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter(file => !made.test(file))
    .sort()
}

export const textOf = (files: string[]): Promise<{ file: string; text: string }[]> =>
  Promise.all(files.map(async file => ({ file, text: await readFile(join(root, file), 'utf8') })))
