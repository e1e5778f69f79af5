/** What must be true after the crowd has grabbed: by the answers, by the rows, and by the events. */
import type { Checks } from './checks.ts'
import type { Agent, ClaimsGround } from './claims-ground.ts'

export type Claim = {
  agent: Agent
  conversationId: string
  /** 0 when there was no answer. */
  status: number
  body: { detail?: string; assignee?: { id: string; name: string } }
  tookMs: number
}

type Row = { id: string; assignee_id: string | null; last_seq: number; events: number; told: string | null }

const rowsSql = `SELECT c.id, c.assignee_id, c.last_seq,
    (SELECT count(*) FROM events e WHERE e.conversation_id = c.id) AS events,
    (SELECT e.data->'to'->>'id' FROM events e WHERE e.conversation_id = c.id AND e.type = 'conversation.assigned'
      ORDER BY e.seq LIMIT 1) AS told
  FROM conversations c`

export async function judgeClaims(ground: ClaimsGround, made: Claim[], checks: Checks): Promise<void> {
  const rows = await ground.at.app.db.withTenant(
    ground.tenantId,
    async tx => (await tx.query<Row>(rowsSql)).rows,
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  const winners = new Map<string, Claim[]>()
  for (const claim of made) {
    if (claim.status === 200)
      winners.set(claim.conversationId, [...(winners.get(claim.conversationId) ?? []), claim])
  }
  const ids = ground.conversationIds
  checks.none('every claim is answered with 200 or 409', strange(made))
  checks.none(
    'each conversation is won by exactly one claim',
    ids.filter(id => winners.get(id)?.length !== 1).map(id => `${id}: ${winners.get(id)?.length ?? 0} won`),
  )
  checks.none(
    'each conversation belongs to whoever was told so',
    ids.filter(id => byId.get(id)?.assignee_id !== winners.get(id)?.[0]?.agent.id),
  )
  checks.none('everyone else is told by name who has it', misled(made, winners))
  checks.none(
    'each conversation has one event, and it names the owner',
    rows
      .filter(row => row.events !== 1 || row.last_seq !== 1 || row.told !== row.assignee_id)
      .map(row => row.id),
  )
  const events = rows.reduce((sum, row) => sum + row.events, 0)
  checks.none(
    `there are ${ids.length} events in all`,
    events === ids.length && rows.length === ids.length ? [] : [`${events} events, ${rows.length} rows`],
  )
}

const strange = (made: Claim[]) =>
  made
    .filter(claim => claim.status !== 200 && claim.status !== 409)
    .map(
      claim => `${claim.agent.name} at ${claim.conversationId}: ${claim.status} ${claim.body.detail ?? ''}`,
    )

function misled(made: Claim[], winners: Map<string, Claim[]>): string[] {
  return made
    .filter(claim => claim.status === 409)
    .filter(({ conversationId, body }) => {
      const owner = winners.get(conversationId)?.[0]?.agent
      return !owner || body.assignee?.id !== owner.id || !body.detail?.startsWith(`${owner.name} has `)
    })
    .map(claim => `${claim.agent.name} at ${claim.conversationId} heard: ${claim.body.detail}`)
}
