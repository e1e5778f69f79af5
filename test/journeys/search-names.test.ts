/** People found by their names: folded, by the beginnings of words, also where very many are called alike. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Found = { items: { conversationId: string; contact: { name: string } }[]; next: string | null }

let trunkline: Trunkline
let owner: Member
const inboxId = newId()

const run = (text: string, values: unknown[] = []) =>
  trunkline.app.db.withTenant(trunkline.tenantId, tx => tx.query(text, values))

const find = async (q: string, cursor?: string) => {
  const query = `q=${encodeURIComponent(q)}${cursor ? `&cursor=${cursor}` : ''}`
  const answer = await trunkline.call<Found>(owner, 'GET', `/api/search?${query}`)
  expect(answer.status).toBe(200)
  return answer.body
}
const names = async (q: string) => (await find(q)).items.map(item => item.contact.name)

/** As many contacts of this name, each with one message, a minute apart; `$n` is the number of each. */
const people = (name: string, count: number, from = 0) =>
  run(
    `WITH n AS (SELECT n, gen_random_uuid() AS contact_id, gen_random_uuid() AS id FROM generate_series($2::int, $3::int) AS n),
      added AS (INSERT INTO contacts (id, name) SELECT contact_id, replace($1, '$n', n::text) FROM n),
      opened AS (INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_seq, inbound_count, last_message_at, last_channel, status)
        SELECT id, contact_id, 'thread', ARRAY[$4::uuid], 1, 1, '2026-03-01T00:00:00Z'::timestamptz + n * interval '1 minute', 'whatsapp', 'open' FROM n)
      INSERT INTO messages (id, conversation_id, seq, direction, channel, text, state, created_at)
      SELECT gen_random_uuid(), id, 1, 'in', 'whatsapp', 'Good day', 'received', '2026-03-01T00:00:00Z'::timestamptz + n * interval '1 minute' FROM n`,
    [name, from, from + count - 1, inboxId],
  )

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  await run(
    `INSERT INTO inboxes (id, channel, name, account, hook_key, settings) VALUES ($1, 'whatsapp', 'Support', 's', 's', 'x')`,
    [inboxId],
  )
  owner = await trunkline.member({ role: 'owner', name: 'Lerato Dube' })
  await people("Zoë D'Arcy-Müller", 1)
  await people('Łukasz Đorđević', 1, 1)
})
afterAll(() => trunkline?.close())

it.each(['zoe', 'Zoë', 'muller', 'ZOË MÜLL', 'arcy'])('%s finds Zoë', async q => {
  expect(await names(q)).toEqual(["Zoë D'Arcy-Müller"])
})

it('letters that fold are found as they are written and as they are typed', async () => {
  expect([await names('lukasz'), await names('from:đorđević'), await names('from:dordevic')]).toEqual(
    Array(3).fill(['Łukasz Đorđević']),
  )
})

it('every word must begin one of the name', async () => {
  expect([await names('zoe lukasz'), await names('from:!!'), await names('oe')]).toEqual([[], [], []])
})

it('a name that is changed or gone is found no longer', async () => {
  await people('Nomvula Zwane', 1, 2)
  await run(`UPDATE contacts SET name = 'Nomvula Khumalo' WHERE name = 'Nomvula Zwane'`)
  expect([await names('zwane'), await names('khumalo')]).toEqual([[], ['Nomvula Khumalo']])
  const left = await run(`SELECT word FROM contact_words WHERE word = 'zwane'`)
  expect(left.rowCount).toBe(0)
})

it('of very many who are called alike the latest come first, and each once over all pages', async () => {
  await people('Common $n Name', 1_300, 10)
  const seen: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await find('common name', cursor)
    seen.push(...page.items.map(item => item.contact.name))
    if (!page.next || seen.length >= 200) break
    cursor = page.next
  }
  expect(seen.slice(0, 3)).toEqual(['Common 1309 Name', 'Common 1308 Name', 'Common 1307 Name'])
  expect(new Set(seen).size).toBe(seen.length)
  expect(await names('common 1042')).toEqual(['Common 1042 Name'])
})
