/** Says quietly that somebody was just named, until they have seen the note. */
import { goto } from '$app/navigation'
import type { Mention } from '../api/types.ts'
import { notices } from '../design/notices.svelte.ts'
import { sayAs } from '../words/say.ts'
import { hintOf, placeOf } from './mention-words.ts'

const said = new Map<string, number>()

/** Nothing is said to who looks at the conversation, or at the list of mentions. */
export function sayNamed(mention: Mention, opened: () => void): void {
  const { pathname } = location
  const isInSight = pathname === '/mentions' || pathname.endsWith(`/${mention.conversationId}`)
  if (isInSight && !document.hidden) return
  const open = () => {
    opened()
    void goto(placeOf(mention))
  }
  said.set(mention.messageId, notices.say(hintOf(mention), false, { label: sayAs('do', 'Open'), run: open }))
}

export function hush(messageId: string): void {
  const notice = said.get(messageId)
  if (notice === undefined) return
  said.delete(messageId)
  notices.drop(notice)
}
