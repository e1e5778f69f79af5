/** What a channel takes of these files and words: told before anything is sent. Pure. */
import type { FileLimits, Upload } from '../api/types.ts'
import { bytes } from '../words/amounts.ts'
import { count, say } from '../words/say.ts'

type File = Pick<Upload, 'name' | 'contentType' | 'sizeBytes'>

/** `title`: the channel's. `limits`: null where it carries no files; undefined where nothing is sent (a note). */
export type Way = { title: string; limits: FileLimits | null | undefined }

const typeOf = (file: File, limits: FileLimits) =>
  limits.types?.find(each => each.type === file.contentType) ?? null

/** Why this file cannot go that way, in words; null when it can. */
export function whyNotFile(file: File, { title, limits }: Way): string | null {
  if (limits === undefined) return null
  if (limits === null) return say`${title} carries no files`
  const type = typeOf(file, limits)
  if (limits.types && !type) return say`${title} does not take this kind of file`
  const most = type?.maxBytes ?? limits.maxBytes
  return file.sizeBytes > most ? say`${title} takes at most ${bytes(most)}` : null
}

/** What goes together in one message. */
export type Part<F> = { text: string; files: F[] }

/**
 * The fewest messages that carry all of it: the text goes along with the first files where it may, else before them. A
 * note carries everything.
 */
export function parts<F extends File>(text: string, files: F[], { limits }: Way): Part<F>[] {
  if (!limits || files.length === 0) return [{ text, files }]
  const groups = groupsOf(files, limits)
  const [first = [], ...others] = groups
  const takesText =
    text.length <= limits.withText && first.every(file => typeOf(file, limits)?.withText !== false)
  const rest = others.map(group => ({ text: '', files: group }))
  if (text === '' || takesText) return [{ text, files: first }, ...rest]
  return [{ text, files: [] }, { text: '', files: first }, ...rest]
}

function groupsOf<F extends File>(files: F[], limits: FileLimits): F[][] {
  const groups: F[][] = []
  let room = 0
  for (const file of files) {
    const last = groups.at(-1)
    if (last && last.length < limits.most && file.sizeBytes <= room) last.push(file)
    else {
      groups.push([file])
      room = limits.maxBytes
    }
    room -= file.sizeBytes
  }
  return groups
}

/** "Goes out as 3 messages: WhatsApp takes one file in each."; null when one is enough. */
export function splitWords(text: string, files: File[], way: Way): string | null {
  const messages = parts(text, files, way).length
  if (messages < 2 || !way.limits) return null
  const most = way.limits.most === 1 ? say`one file` : count(way.limits.most, 'file')
  return say`Goes out as ${count(messages, 'message')}: ${way.title} takes ${most} in each.`
}
