/** A few routes on a server of their own, over a real database, with a member per name: what the routes' edges are tested on. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type NextFunction, type Request, type Response } from 'express'
import type { Endpoint } from '../platform/http/endpoint.ts'
import { sendProblem, toProblem } from '../platform/http/problem.ts'
import { createRateLimit, type Limits, usualLimits } from '../platform/http/rate-limit.ts'
import { routerOf } from '../platform/http/routes.ts'
import { clientAddressHeader } from '../platform/identity/client-address.ts'
import { permissions } from '../platform/identity/permissions.ts'
import type { Who } from '../platform/identity/who.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { testDatabase } from './database.ts'

export type ServedRoutes = Awaited<ReturnType<typeof serveRoutes>>

/** `x-as` says who asks: a name that `member` gave, `key:` in front where they come with a key; absent is nobody. */
export async function serveRoutes(routes: Endpoint[], limits: Limits = usualLimits) {
  const database = await testDatabase()
  const tenantId = await database.tenant()
  const people = new Map<string, Who>()
  const app = express()
  app.use((req, _res, next) => {
    req.headers[clientAddressHeader] ??= '192.0.2.1'
    next()
  })
  app.use(
    routerOf(routes, {
      db: database.db,
      whoIs: async headers => people.get(String(headers['x-as'])) ?? null,
      operatorIs: async () => null,
      limit: createRateLimit(limits),
      fingerprintSecret: 'for tests',
    }),
  )
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) =>
    sendProblem(res, toProblem(error, createLog('silent'), 'test')),
  )
  const server = createServer(app)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    tenantId,
    db: database.db,
    async member(name: string): Promise<Who> {
      const who = await addMember(database.db, tenantId, name)
      people.set(name, who)
      people.set(`key:${name}`, { ...who, key: { id: newId(), name: 'Import' } })
      return who
    },
    ask: (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
      fetch(`${url}${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await database.close()
    },
  }
}

async function addMember(
  db: Awaited<ReturnType<typeof testDatabase>>['db'],
  tenantId: string,
  name: string,
): Promise<Who> {
  const memberId = newId()
  const email = `${memberId}@isp.example`
  await db.withTenant(tenantId, tx =>
    tx.query(`INSERT INTO members (id, user_id, name, email, role) VALUES ($1, $2, $3, $4, 'admin')`, [
      memberId,
      memberId,
      name,
      email,
    ]),
  )
  return {
    tenantId,
    memberId,
    userId: memberId,
    sessionId: `session of ${name}`,
    name,
    email,
    role: 'admin',
    permissions,
    allInboxes: true,
    inboxIds: [],
    customers: 'all',
    customerId: null,
    key: null,
    impersonation: null,
    suspended: null,
    needs: null,
  }
}
