/**
 * The rows of a busy installation as SQL, all reckoned from their numbers, so that nothing has to be joined while they
 * are written. Two tenants share them four to one; messages of a thousand conversations lie mixed, as they do when
 * people write at the same time.
 */

export const shape = {
  tenants: 2,
  inboxes: 20,
  agents: 30,
  /** One conversation in so many is open. */
  openEvery: 10,
  /** Conversations whose messages lie mixed in the table. */
  mixed: 1000,
}

/** Conversations must be a multiple of this, so that both of a contact's lie in one tenant. */
export const multiple = 10_000

const ids = {
  inbox: '8001',
  member: '8002',
  contact: '8003',
  identity: '8004',
  conversation: '8005',
} as const
const more = { message: '8006', event: '8007', file: '8008' } as const
type Kind = keyof typeof ids | keyof typeof more

/** The id of the n-th row of a kind, in SQL; a UUID of version 7. */
export const idSql = (kind: Kind, n: string) =>
  `('01900000-0000-7000-${{ ...ids, ...more }[kind]}-' || lpad(to_hex(${n}), 12, '0'))::uuid`

/** The same in TypeScript. */
export const idOf = (kind: Kind, n: number) =>
  `01900000-0000-7000-${{ ...ids, ...more }[kind]}-${n.toString(16).padStart(12, '0')}`

export const secondTenant = '01900000-0000-7000-8000-000000000002'

/** Tenant 0 has four of five conversations. */
export const tenantOfConversation = (c: number) => (c % 5 === 4 ? 1 : 0)
/** Which of its tenant's inboxes a conversation runs through. */
export const inboxOfConversation = (c: number) => Math.floor(c / 5) % shape.inboxes

const hash = (n: string, most: number) => `((hashint8(${n}::bigint) & 2147483647) % ${most})`
const pick = (words: string[], n: string) =>
  `(ARRAY[${words.map(word => `'${word}'`).join(',')}])[1 + ${hash(n, words.length)}]`

const sentences = [
  'Good morning, my internet is down since six and the light on the router is red.',
  'Thank you, it works again. How long will it stay like this?',
  'I paid yesterday, the receipt is attached, please switch my line on.',
  'The speed in the evening is far below what I pay for, could you have a look at it?',
  'We move to another street next month: can the line come with us?',
  'I have restarted the router twice and waited ten minutes, nothing changed.',
  'Could you send me the invoice of last month once more?',
  'Your colleague said somebody would come today between two and four.',
]
const firstNames = ['Amahle', 'Bram', 'Chipo', 'Dina', 'Ewan', 'Farai', 'Gugu', 'Hanne', 'Imani', 'Jabu']
const lastNames = ['Adler', 'Botha', 'Chanda', 'Dube', 'Eriksen', 'Fortuin', 'Gumede', 'Hartman', 'Isaacs']
const labels = ['billing', 'outage', 'slow', 'moving', 'new line', 'complaint', 'vip', 'follow up']

const tenant = (c: string) => `(CASE WHEN ${c} % 5 = 4 THEN '${secondTenant}'::uuid ELSE $tenant::uuid END)`
const place = (c: string, of: number, kind: 'inbox' | 'member', at: string) =>
  idSql(kind, `(CASE WHEN ${c} % 5 = 4 THEN ${of} ELSE 0 END + ${at})`)
const inbox = (c: string) => place(c, shape.inboxes, 'inbox', `(${c} / 5) % ${shape.inboxes}`)
const assignee = (c: string) => place(c, shape.agents, 'member', hash(`${c} + 77`, shape.agents))
const open = (c: string) => `(${hash(c, shape.openEvery)} = 0)`
const text = (n: string) => `${pick(sentences, n)} || ' ' || ${pick(sentences, `${n} + 13`)} || ' ' || ${n}`

/** Two years up to $2, evenly; whole milliseconds, as the product writes them. */
const lastAt = (c: string, all: number) =>
  `date_trunc('milliseconds', $newest::timestamptz - (${all} - ${c}) * interval '${(63_072_000 / all).toFixed(3)} seconds')`

type Size = { conversations: number; messages: number }
type Known = { tenant: string; newest: string }
type Fill = { table: string; sql(known: Known): string }

/** `$tenant` and `$newest` stand for the first tenant and the moment of the newest message: literals plan best. */
export function fills({ conversations, messages }: Size): Fill[] {
  const contacts = conversations / 2
  const each = messages / conversations
  const statements = [
    { table: 'contacts', sql: contactsSql(contacts) },
    { table: 'identities', sql: identitiesSql(contacts) },
    { table: 'conversations', sql: conversationsSql(conversations, each) },
    { table: 'read_marks', sql: readMarksSql(conversations) },
    { table: 'messages', sql: messagesSql(conversations, each) },
    { table: 'attachments', sql: attachmentsSql(conversations, each) },
    { table: 'events', sql: eventsSql(conversations, each) },
  ]
  return statements.map(({ table, sql }) => ({
    table,
    sql: known => sql.replaceAll('$tenant', `'${known.tenant}'`).replaceAll('$newest', `'${known.newest}'`),
  }))
}

const series = (count: number) => `FROM generate_series(0, ${count - 1}) AS n`

const contactsSql = (count: number) => `INSERT INTO contacts (tenant_id, id, name)
  SELECT ${tenant('n')}, ${idSql('contact', 'n')}, ${pick(firstNames, 'n')} || ' ' || ${pick(lastNames, 'n + 5')} ${series(count)}`

const identitiesSql = (count: number) => `INSERT INTO identities (tenant_id, id, contact_id, kind, value)
  SELECT ${tenant('n')}, ${idSql('identity', 'n')}, ${idSql('contact', 'n')}, 'phone', '+2782' || lpad(n::text, 7, '0') ${series(count)}`

/** A contact has two: a chat, and a thread of mails that came later. */
const conversationsSql = (
  count: number,
  each: number,
) => `INSERT INTO conversations (tenant_id, id, contact_id, thread,
    status, assignee_id, labels, inbox_ids, last_seq, inbound_count, last_message_at, last_preview, last_channel, resolved_at)
  SELECT ${tenant('n')}, ${idSql('conversation', 'n')}, ${idSql('contact', `n % ${count / 2}`)},
    CASE WHEN n < ${count / 2} THEN 'chat' ELSE 'thread' END,
    CASE WHEN ${open('n')} THEN 'open' ELSE 'resolved' END,
    CASE WHEN ${open('n')} AND ${hash('n + 3', 4)} = 0 THEN NULL ELSE ${assignee('n')} END,
    CASE WHEN ${hash('n + 9', 3)} = 0 THEN ARRAY[${pick(labels, 'n')}] ELSE '{}' END,
    ARRAY[${inbox('n')}], ${each + 1}, ${Math.ceil(each / 3)}, ${lastAt('n', count)}, left(${text(`n + ${count}`)}, 140), 'whatsapp',
    CASE WHEN ${open('n')} THEN NULL ELSE ${lastAt('n', count)} END ${series(count)}`

/** Whoever looks after an open conversation has read all of it but the last message. */
const readMarksSql = (
  count: number,
) => `INSERT INTO read_marks (tenant_id, member_id, conversation_id, inbound_count)
  SELECT ${tenant('n')}, ${assignee('n')}, ${idSql('conversation', 'n')}, 1 ${series(count)} WHERE ${open('n')}`

/** `n` to conversation `c` and its round `r`: a thousand conversations get their first, then their second, and so on. */
const rounds = (count: number, each: number) =>
  `FROM (SELECT n, n / ${shape.mixed * each} * ${shape.mixed} + n % ${shape.mixed} AS c, (n / ${shape.mixed}) % ${each} AS r
    FROM generate_series(0, ${count * each - 1}) AS n) AS of`

/** In, out, out; the third of them now and then a note. */
const messagesSql = (
  count: number,
  each: number,
) => `INSERT INTO messages (tenant_id, id, conversation_id, seq, direction,
    inbox_id, channel, identity_id, author_id, author_name, text, external_id, state, created_at)
  SELECT ${tenant('c')}, ${idSql('message', 'n')}, ${idSql('conversation', 'c')}, r + 1,
    CASE WHEN r % 3 = 0 THEN 'in' WHEN r % 6 = 5 THEN 'note' ELSE 'out' END,
    CASE WHEN r % 6 = 5 THEN NULL ELSE ${inbox('c')} END, CASE WHEN r % 6 = 5 THEN NULL ELSE 'whatsapp' END,
    CASE WHEN r % 6 = 5 THEN NULL ELSE ${idSql('identity', `c % ${count / 2}`)} END,
    CASE WHEN r % 3 = 0 THEN NULL ELSE ${assignee('c')} END, CASE WHEN r % 3 = 0 THEN NULL ELSE 'A colleague' END,
    ${text('n')}, CASE WHEN r % 6 = 5 THEN NULL ELSE 'wamid.' || n END,
    CASE WHEN r % 3 = 0 THEN 'received' WHEN r % 6 = 5 THEN 'noted' ELSE 'delivered' END,
    ${lastAt('c', count)} - (${each - 1} - r) * interval '1 minute' ${rounds(count, each)}`

/** One message in a hundred has a file. */
const attachmentsSql = (
  count: number,
  each: number,
) => `INSERT INTO attachments (tenant_id, id, message_id, conversation_id,
    inbox_event_id, ref, name, content_type, size_bytes, state)
  SELECT ${tenant('c')}, ${idSql('file', 'n')}, ${idSql('message', 'n')}, ${idSql('conversation', 'c')}, ${idSql('file', 'n')},
    'ref', 'receipt.jpg', 'image/jpeg', 40000, 'stored' ${rounds(count, each)} WHERE r % 3 = 0 AND ${hash('n', 33)} = 0`

/** One for each message, and one more when the conversation was assigned. */
const eventsSql = (
  count: number,
  each: number,
) => `INSERT INTO events (tenant_id, id, conversation_id, seq, type, actor_id, data, at)
  SELECT ${tenant('c')}, ${idSql('event', 'n')}, ${idSql('conversation', 'c')}, r + 1,
    CASE WHEN r = ${each} THEN 'conversation.assigned' WHEN r % 3 = 0 THEN 'message.received'
      WHEN r % 6 = 5 THEN 'note.written' ELSE 'message.written' END,
    CASE WHEN r < ${each} AND r % 3 = 0 THEN NULL ELSE ${assignee('c')} END,
    CASE WHEN r = ${each} THEN '{}' ELSE jsonb_build_object('messageId',
      ${idSql('message', `c / ${shape.mixed} * ${shape.mixed * each} + r * ${shape.mixed} + c % ${shape.mixed}`)}) END,
    ${lastAt('c', count)} - (${each} - r) * interval '1 minute' ${rounds(count, each + 1)}`
