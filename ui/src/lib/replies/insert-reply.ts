import type { CannedReply, ConversationListItem } from '../api/types.ts'
import type { Mode } from '../composer/drafts.svelte.ts'
import { replaceText } from '../composer/replace-text.ts'
import type { TypedWord } from '../composer/word-picker.svelte.ts'
import { notices } from '../design/notices.svelte.ts'
import { waitingFiles } from '../files/waiting-files.svelte.ts'
import { panels } from '../live/panels.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { replyCalls } from './calls.ts'
import { fillIn, openIn, valuesFrom } from './variables.ts'

/** Puts an answer in the place of what was typed, filled from what stands beside the thread; its files come along. */
export async function insertReply(
  box: HTMLTextAreaElement,
  { start, query }: TypedWord,
  reply: CannedReply,
  { row, mode }: { row: ConversationListItem; mode: Mode },
): Promise<void> {
  const end = start + 1 + query.length
  const typed = box.value.slice(start, end)
  const mayKnow = openIn(reply.text).length > 0 && session.can('customers.read')
  if (mayKnow && !panels.byConversation[row.id]) await panels.refresh(row.id)
  // Somebody typed on meanwhile, or went elsewhere.
  if (box.value.slice(start, end) !== typed || !box.isConnected) return
  // In the customers' language, whatever this screen speaks.
  const { locale } = session.home
  const panel = panels.byConversation[row.id]
  const text = fillIn(reply.text, valuesFrom({ row, panel, agent: session.me?.member.name ?? '', locale }))
  replaceText(box, start, end, text)
  const open = openIn(text)[0]
  // The first gap is selected: what is typed next fills it.
  if (open) box.setSelectionRange(start + open.start, start + open.end)
  await notices.attempt(async () => {
    const { uploads } = await replyCalls.use(reply.id, { conversationId: row.id, kind: mode })
    waitingFiles.giveBack(row.id, uploads)
  })
}
