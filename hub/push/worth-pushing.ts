/** Whether this member is to be told of this event in browsers that may be closed: the rules of the screen, and a little more. */
import { sees } from '../desk/mentions.ts'
import { type Kind, mentionWorthTelling, worthTelling } from '../notifications/worth-telling.ts'
import type { Ears } from './listeners.ts'
import type { About } from './read-happened.ts'

/**
 * Null: no. Beyond the rules: whoever may not open the conversation is told nothing of it, whoever has read it knows,
 * and `looks` says who has it before their eyes.
 */
export function worthPushing(
  about: About,
  { listener, standing }: Ears,
  at: Date,
  looks: (memberId: string, conversationId: string) => boolean,
): Kind | null {
  const { memberId } = listener
  if (!sees(standing, about) || about.readByIds.includes(memberId)) return null
  const isNamed = about.namedIds.includes(memberId) && about.happened.actor?.id !== memberId
  const telling = isNamed ? mentionWorthTelling(listener, at) : worthTelling(about.happened, listener, at)
  if (!telling?.ways.includes('push')) return null
  return looks(memberId, about.conversationId) ? null : telling.kind
}
