/** "STOP" and its like: whoever writes one of their channel's words, and nothing else, is written to no more, or again. */
import type { Abilities, IncomingMessage } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { cleanText } from './clean-text.ts'
import type { NewEvent } from './shapes.ts'

type Wish = { out: boolean; word: string }

/** What the message wishes, if that is all it says. Pure. */
export function wishOf(text: string, optOut: Abilities['optOut']): Wish | null {
  if (optOut === null) return null
  const word = cleanText(text).trim().toUpperCase()
  if (optOut.out.includes(word)) return { out: true, word }
  return optOut.in.includes(word) ? { out: false, word } : null
}

type Written = {
  message: IncomingMessage
  inbox: { channel: { abilities: Abilities } }
  identity: { identityId: string }
}

/**
 * Of a batch, in order: the last wish of each address counts. Answers which messages changed something, with the event
 * to tell. One statement when somebody wished something, none otherwise.
 */
export async function heedWishes<W extends Written>(
  tx: Tx,
  written: W[],
  now: Date,
): Promise<Map<W, NewEvent>> {
  const last = new Map<string, { each: W; wish: Wish }>()
  for (const each of written) {
    const wish = wishOf(each.message.text, each.inbox.channel.abilities.optOut)
    if (wish) last.set(each.identity.identityId, { each, wish })
  }
  if (last.size === 0) return new Map()
  const wishes = [...last.values()]
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE identities i SET opted_out_at = CASE WHEN x.out THEN $4::timestamptz END,
       opted_out_words = CASE WHEN x.out THEN x.word END
     FROM unnest($1::uuid[], $2::boolean[], $3::text[]) AS x(id, out, word)
     WHERE i.id = x.id AND (i.opted_out_at IS NULL) = x.out RETURNING i.id`,
    [[...last.keys()], wishes.map(({ wish }) => wish.out), wishes.map(({ wish }) => wish.word), now],
  )
  const changed = new Set(rows.map(row => row.id))
  return new Map(
    wishes
      .filter(({ each }) => changed.has(each.identity.identityId))
      .map(({ each, wish }) => [each, toldAs(each.message.from, wish)]),
  )
}

const toldAs = ({ kind, value }: IncomingMessage['from'], { out, word }: Wish): NewEvent => ({
  type: 'contact.changed',
  data: { address: { kind, value }, change: out ? 'opted-out' : 'opted-in', words: word },
})
