/**
 * Searching by words: a rare one, a common one, two together, a number of a phone and operators alone, through the
 * product and as the least PostgreSQL must do for the same conversations, as the owner, on the same words.
 */
import type pg from 'pg'
import type { Agent } from './inbox-fill.ts'

export type Sought = 'rare word' | 'common word' | 'two words' | 'operators'

/** What is typed for each; `n` numbers the calls, `newest` is the number of a message whose words are kept. */
export function typed(what: Sought, newest: number): string {
  if (what === 'rare word') return String(newest)
  if (what === 'common word') return 'internet'
  if (what === 'two words') return `receipt ${newest}`
  return 'is:open channel:whatsapp'
}

const limit = 20

/** Conversations by their latest message that has the word, latest first. */
const byWord = `WITH hits AS MATERIALIZED (SELECT w.at, w.message_id FROM message_words w
    WHERE w.tenant_id = $1 AND w.word = $2 ORDER BY w.at DESC, w.message_id DESC LIMIT 800)
  SELECT c.id, max(h.at) AS at FROM hits h
  JOIN messages m ON m.tenant_id = $1 AND m.id = h.message_id
  JOIN conversations c ON c.tenant_id = $1 AND c.id = m.conversation_id
  WHERE ($3::uuid[] IS NULL OR c.inbox_ids && $3) AND ($4::text IS NULL OR m.text ~* ('\\m' || $4 || '\\M'))
  GROUP BY c.id ORDER BY at DESC LIMIT ${limit}`

const byOperators = `SELECT c.id FROM conversations c WHERE c.tenant_id = $1 AND c.status = 'open'
    AND c.last_channel = 'whatsapp' AND ($2::uuid[] IS NULL OR c.inbox_ids && $2)
  ORDER BY c.last_message_at DESC NULLS LAST, c.id DESC NULLS LAST LIMIT ${limit}`

/** The bare statement for what is typed; the rarer word leads. */
export async function searchBare(
  owner: pg.Client,
  place: { tenantId: string; agent: Agent },
  what: Sought,
  newest: number,
): Promise<string[]> {
  const { tenantId, agent } = place
  const reach = agent.inboxIds
  const { rows } =
    what === 'operators'
      ? await owner.query({ name: 'search-operators', text: byOperators, values: [tenantId, reach] })
      : await owner.query({
          name: 'search-words',
          text: byWord,
          values: [
            tenantId,
            what === 'common word' ? 'internet' : String(newest),
            reach,
            what === 'two words' ? 'receipt' : null,
          ],
        })
  return rows.map(row => row.id)
}
