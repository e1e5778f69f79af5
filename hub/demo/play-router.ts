/** Takes lines up and down as the demo's routers would: real RADIUS packets to our own ports. */
import { randomBytes } from 'node:crypto'
import { createRadiusClient } from '../../backoffice/radius/index.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'

type LineRow = {
  id: string
  password: string
  nas_id: string | null
  nas_address: string
  nas_secret: string
  session_id: string | null
  nas_port: string | null
  mac: string | null
  ip: string | null
  seconds: number | null
}

const lineSql = `SELECT l.id, l.password, n.id AS nas_id, n.address AS nas_address, n.secret AS nas_secret,
    s.acct_session_id AS session_id, COALESCE(s.nas_port, p.nas_port) AS nas_port,
    COALESCE(s.calling_station_id, p.calling_station_id) AS mac, COALESCE(s.framed_ip, p.framed_ip) AS ip,
    extract(epoch FROM now() - s.started_at)::int AS seconds
  FROM logins l
  LEFT JOIN LATERAL (SELECT * FROM radius_sessions s WHERE s.login_id = l.id AND s.stopped_at IS NULL
    ORDER BY s.started_at DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL (SELECT * FROM radius_sessions s WHERE s.login_id = l.id ORDER BY s.started_at DESC LIMIT 1) p ON true
  JOIN LATERAL (SELECT * FROM nas n WHERE n.id = COALESCE(s.nas_id, p.nas_id) OR p.nas_id IS NULL ORDER BY n.address LIMIT 1) n ON true
  WHERE l.username = $1`

export type RouterSide = {
  /** Refuses when the login is unknown or the server rejects it. */
  turn(login: string, up: boolean): Promise<void>
}

export function createRouterSide(
  app: App,
  tenantId: string,
  ports: { authPort: number; acctPort: number },
): RouterSide {
  return {
    async turn(login, up) {
      const { rows } = await app.db.withTenant(tenantId, tx => tx.query<LineRow>(lineSql, [login]))
      const line = rows[0]
      if (!line) throw new Refusal('missing', 'There is no such login.')
      if (up === (line.session_id !== null)) return
      const place = (table: string, column: string, id: string) => ({ tenantId, table, column, id })
      const secret = await app.secrets.open(place('nas', 'secret', line.nas_id ?? ''), line.nas_secret)
      const client = createRadiusClient({ localAddress: line.nas_address })
      const host = app.config.RADIUS_HOST === '0.0.0.0' ? '127.0.0.1' : app.config.RADIUS_HOST
      const common = {
        userName: login,
        nasIpAddress: line.nas_address,
        ...(line.nas_port ? { nasPortId: line.nas_port } : {}),
        ...(line.mac ? { callingStationId: line.mac } : {}),
      }
      try {
        const acct = { host, port: ports.acctPort, secret }
        if (!up) return await stop()
        const password = await app.secrets.open(place('logins', 'password', line.id), line.password)
        const reply = await client.access({ host, port: ports.authPort, secret }, { ...common, password })
        if (reply?.code !== 2) throw new Refusal('conflict', 'The RADIUS server did not accept this login.')
        await client.accounting(acct, {
          ...common,
          status: 'start',
          sessionId: randomBytes(4).toString('hex'),
          framedIpAddress: line.ip ?? '100.64.9.9',
        })

        async function stop(): Promise<void> {
          await client.accounting(acct, {
            ...common,
            status: 'stop',
            sessionId: line?.session_id ?? '',
            sessionTimeS: line?.seconds ?? 0,
            terminateCause: 'Lost-Carrier',
          })
        }
      } finally {
        client.close()
      }
    },
  }
}
