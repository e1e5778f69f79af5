/** Numbers for Prometheus: the process, HTTP by route, and what waits in the durable queues. */
import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { App } from '../app.ts'

export type Metrics = { registry: Registry; time: RequestHandler }

export function createMetrics(app: () => App): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'trunkline_' })
  const seconds = new Histogram({
    name: 'trunkline_http_seconds',
    help: 'Time to answer HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  waitingGauges(app, registry)
  const time: RequestHandler = (req, res, next) => {
    const end = seconds.startTimer({ method: req.method })
    res.on('finish', () => end({ route: req.route?.path ?? 'other', status: String(res.statusCode) }))
    next()
  }
  return { registry, time }
}

/** Read when scraped, per tenant under its own row-level security. */
function waitingGauges(app: () => App, registry: Registry): void {
  const inbound = new Gauge({
    name: 'trunkline_inbox_events_waiting',
    help: 'Stored, not yet received',
    registers: [registry],
  })
  const parked = new Gauge({
    name: 'trunkline_inbox_events_parked',
    help: 'Could not be received; someone must look',
    registers: [registry],
  })
  const oldest = new Gauge({
    name: 'trunkline_inbox_oldest_waiting_seconds',
    help: 'Age of the oldest waiting item',
    registers: [registry],
  })
  new Gauge({
    name: 'trunkline_messages_undelivered',
    help: 'Answers queued or being sent',
    registers: [registry],
    async collect() {
      const totals = { waiting: 0, parked: 0, oldest: 0, undelivered: 0 }
      const tenants = await app().db.platform<{ tenant_id: string }>('SELECT tenant_id FROM tenants')
      for (const tenant of tenants) {
        const { rows } = await app().db.withTenant(tenant.tenant_id, tx =>
          tx.query<typeof totals>(waitingSql),
        )
        const row = rows[0] ?? totals
        totals.waiting += row.waiting
        totals.parked += row.parked
        totals.undelivered += row.undelivered
        totals.oldest = Math.max(totals.oldest, row.oldest)
      }
      inbound.set(totals.waiting)
      parked.set(totals.parked)
      oldest.set(totals.oldest)
      this.set(totals.undelivered)
    },
  })
}

const waitingSql = `SELECT
  (SELECT count(*) FROM inbox_events WHERE state = 'new') AS waiting,
  (SELECT count(*) FROM inbox_events WHERE state = 'parked') AS parked,
  COALESCE((SELECT extract(epoch FROM now() - min(received_at))::int FROM inbox_events WHERE state = 'new'), 0) AS oldest,
  (SELECT count(*) FROM messages WHERE direction = 'out' AND state IN ('queued', 'sending')) AS undelivered`
