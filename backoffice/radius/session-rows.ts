/** The sessions of a tenant in the database: read for a batch, written back in one statement each. */
import type { Tx } from '../../db/client.ts'
import type { Owner, Session } from './fold-sessions.ts'

const columns = `id, session_key AS "sessionKey", nas_id AS "nasId", login_id AS "loginId", customer_id AS "customerId",
  username, acct_session_id AS "acctSessionId", framed_ip AS "framedIp", framed_ipv6_prefix AS "framedIpv6Prefix",
  nas_port AS "nasPort", calling_station_id AS "callingStationId", called_station_id AS "calledStationId",
  started_at AS "startedAt", updated_at AS "updatedAt", stopped_at AS "stoppedAt", stop_cause AS "stopCause",
  session_time_s AS "sessionTimeS", input_octets AS "inputOctets", output_octets AS "outputOctets"`

const byKey = {
  name: 'radius-sessions-by-key',
  text: `SELECT ${columns} FROM radius_sessions WHERE session_key = ANY($1)`,
}
const openOfRouters = {
  name: 'radius-open-sessions-of-routers',
  text: `SELECT ${columns} FROM radius_sessions WHERE nas_id = ANY($1) AND stopped_at IS NULL`,
}
const owners = {
  name: 'radius-owners',
  text: `SELECT username, id AS "loginId", customer_id AS "customerId" FROM logins WHERE username = ANY($1)`,
}
const lock = {
  name: 'radius-lock-tenant',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('radius sessions of ' || $1, 0))`,
}
const retire = {
  name: 'radius-retire-sessions',
  text: `UPDATE radius_sessions s SET session_key = r."sessionKey"
         FROM json_to_recordset($1) AS r(id uuid, "sessionKey" text) WHERE s.id = r.id`,
}
const upsert = {
  name: 'radius-upsert-sessions',
  text: `INSERT INTO radius_sessions AS s (id, session_key, nas_id, login_id, customer_id, username, acct_session_id,
           framed_ip, framed_ipv6_prefix, nas_port, calling_station_id, called_station_id, started_at, updated_at,
           stopped_at, stop_cause, session_time_s, input_octets, output_octets)
         SELECT id, "sessionKey", "nasId", "loginId", "customerId", username, "acctSessionId", "framedIp",
           "framedIpv6Prefix", "nasPort", "callingStationId", "calledStationId", "startedAt", "updatedAt",
           "stoppedAt", "stopCause", "sessionTimeS", "inputOctets", "outputOctets"
         FROM json_to_recordset($1) AS r(id uuid, "sessionKey" text, "nasId" uuid, "loginId" uuid, "customerId" uuid,
           username text, "acctSessionId" text, "framedIp" text, "framedIpv6Prefix" text, "nasPort" text,
           "callingStationId" text, "calledStationId" text, "startedAt" timestamptz, "updatedAt" timestamptz,
           "stoppedAt" timestamptz, "stopCause" text, "sessionTimeS" int, "inputOctets" bigint, "outputOctets" bigint)
         ON CONFLICT (tenant_id, session_key) DO UPDATE SET
           framed_ip = EXCLUDED.framed_ip, framed_ipv6_prefix = EXCLUDED.framed_ipv6_prefix,
           calling_station_id = EXCLUDED.calling_station_id, called_station_id = EXCLUDED.called_station_id,
           started_at = LEAST(s.started_at, EXCLUDED.started_at),
           updated_at = GREATEST(s.updated_at, EXCLUDED.updated_at),
           stopped_at = COALESCE(s.stopped_at, EXCLUDED.stopped_at),
           stop_cause = CASE WHEN s.stopped_at IS NULL THEN EXCLUDED.stop_cause ELSE s.stop_cause END,
           session_time_s = GREATEST(s.session_time_s, EXCLUDED.session_time_s),
           input_octets = GREATEST(s.input_octets, EXCLUDED.input_octets),
           output_octets = GREATEST(s.output_octets, EXCLUDED.output_octets)`,
}
const seen = {
  name: 'radius-routers-seen',
  text: `UPDATE nas SET last_packet_at = $2
         WHERE id = ANY($1) AND (last_packet_at IS NULL OR last_packet_at < $2::timestamptz - interval '1 minute')`,
}

/** One writer of a tenant's sessions at a time, over all processes: what is read stays true until the commit. */
export async function lockSessions(tx: Tx): Promise<void> {
  await tx.query(lock, [tx.tenantId])
}

/** The sessions of these keys, and the open ones of these routers. */
export async function readSessions(tx: Tx, keys: string[], restartedNasIds: string[]): Promise<Session[]> {
  const found = new Map((await tx.query<Session>(byKey, [keys])).rows.map(row => [row.id, row]))
  if (restartedNasIds.length > 0)
    for (const row of (await tx.query<Session>(openOfRouters, [restartedNasIds])).rows) found.set(row.id, row)
  return [...found.values()]
}

/** Whose usernames these are; a username nobody has is missing from the answer. */
export async function readOwners(tx: Tx, usernames: string[]): Promise<Map<string, Owner>> {
  if (usernames.length === 0) return new Map()
  const { rows } = await tx.query<Owner & { username: string }>(owners, [usernames])
  return new Map(rows.map(({ username, loginId, customerId }) => [username, { loginId, customerId }]))
}

/** Frees the keys of retired sessions, then inserts or updates the changed ones. */
export async function writeSessions(
  tx: Tx,
  retired: readonly Session[],
  changed: readonly Session[],
): Promise<void> {
  if (retired.length > 0) {
    const stored = retired.map(({ id, sessionKey }) => ({ id, sessionKey }))
    await tx.query(retire, [JSON.stringify(stored)])
  }
  if (changed.length > 0) await tx.query(upsert, [JSON.stringify(changed)])
}

/** Notes that these routers spoke; written at most once a minute for each. */
export async function markSeen(tx: Tx, nasIds: string[], at: Date): Promise<void> {
  await tx.query(seen, [nasIds, at])
}
