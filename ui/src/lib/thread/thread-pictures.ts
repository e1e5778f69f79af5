import type { Attachment } from '../api/types.ts'
import { isPicture } from '../files/picked.ts'
import { live } from '../live/live.svelte.ts'
import { isShown } from './thread-items.ts'

export const isShownPicture = (file: Attachment): boolean =>
  file.state === 'stored' && isPicture(file.contentType)

/** All pictures of the open conversation in their order, when this one is among them; else those of its own message. */
export function picturesAround(file: Attachment, own: Attachment[]): Attachment[] {
  const messages = live.openId ? (live.thread(live.openId)?.messages ?? []) : []
  const all = messages.filter(isShown).flatMap(message => message.attachments.filter(isShownPicture))
  return all.some(one => one.id === file.id) ? all : own.filter(isShownPicture)
}
