/** A conversation beside the open one, in words. */
import type { ConversationRow } from '../api/types.ts'
import { count, say } from '../words/say.ts'

type Named = Pick<ConversationRow, 'thread' | 'subject'>

/** "Router broken", "WhatsApp chat". */
export const nameOf = ({ subject, thread }: Named, channelTitle: string): string =>
  subject ?? (thread === 'chat' ? say`${channelTitle} chat` : say`No subject`)

/** "3 mails", "1 message". */
export const howMany = (number: number, { thread }: Pick<Named, 'thread'>): string =>
  thread === 'thread' ? count(number, 'mail') : count(number, 'message')
