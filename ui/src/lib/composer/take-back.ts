import { messages } from '../api/calls.ts'
import type { Message } from '../api/types.ts'
import { notices } from '../design/notices.svelte.ts'
import { waitingFiles } from '../files/waiting-files.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { composer } from './composer.svelte.ts'
import { drafts } from './drafts.svelte.ts'

/** Takes back an answer that waits; one's own words return to the draft. Says so when it is too late. */
export async function takeBack(message: Message): Promise<void> {
  const { conversationId, text } = message
  const isOwn = message.author?.id === session.memberId
  await notices.attempt(async () => {
    const answer = await messages.cancel(message.id)
    drafts.adopt(conversationId, answer.drafts)
    waitingFiles.giveBack(conversationId, answer.uploads)
    if (!isOwn) return
    if (text) drafts.giveBack(conversationId, 'reply', text)
    composer.focus('reply')
  })
}
