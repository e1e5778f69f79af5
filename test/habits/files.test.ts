import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rooms, sourceFiles, textOf } from './source-files.ts'

/** Longer than 250 lines, each with its reason. A file that has shrunk leaves this list. */
const long: Record<string, string> = {
  'test/journeys/bulk.test.ts': 'one scene, many changes to it; to be split when the next ones come',
  'test/journeys/search.test.ts':
    'one filled tenant that every search asks; to be split when the next ones come',
  'channels/email/read.test.ts': 'one test per kind of mail there is',
  'channels/email/session.test.ts': 'the life of one IMAP link, told in order',
  'ui/src/lib/live/reducer.test.ts': 'every event on every state',
}
const most = 250

/** Names that say where something was put, not what it is. */
const drawer =
  /(^|[-.])(utils?|helpers?|commons?|misc|managers?|shared|stuff|various|base)([-.]|$)|[-.]services?\.ts$/i
/** Our noun for a customer's subscription. */
const subscriptions = /^backoffice\/services\//

const files = sourceFiles(...rooms)
const lines = (await textOf(files)).map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
const share = (part: number) => {
  const sorted = lines.map(each => each.lines).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * part)] ?? 0
}

describe('source files', () => {
  test('have one idea each: none is over 250 lines without a reason', () => {
    expect(files.length).toBeGreaterThan(200)
    const over = lines.filter(each => each.lines > most).map(each => each.file)
    expect(over.sort()).toEqual(Object.keys(long).sort())
  })

  test('are small: half within 60 lines, nine of ten within 150', () => {
    expect(share(0.5)).toBeLessThanOrEqual(60)
    expect(share(0.9)).toBeLessThanOrEqual(150)
  })

  test('are not drawers: the name says what is inside', () => {
    const drawers = files.filter(file => !subscriptions.test(file) && !file.endsWith('.css'))
    expect(drawers.filter(file => file.split('/').some(part => drawer.test(part)))).toEqual([])
  })

  test('are named in kebab-case, components as Svelte names them', () => {
    const outside = files.filter(file => !file.startsWith('ui/src/routes/'))
    const wrong = outside.filter(file =>
      file.endsWith('.svelte')
        ? !/^[A-Z][A-Za-z]*\.svelte$/.test(basename(file))
        : !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.(ts|css)$/.test(basename(file)),
    )
    expect(wrong).toEqual([])
  })

  test('a test stands beside what it proves, or in test/', () => {
    const proofs = files.filter(file => file.endsWith('.test.ts') && !file.startsWith('test/'))
    const folders = new Set(files.filter(file => !file.endsWith('.test.ts')).map(folderOf))
    expect(proofs.filter(file => !folders.has(folderOf(file)))).toEqual([])
  })
})

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'))
}
