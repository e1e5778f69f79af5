import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startProcess } from '../../hub/main.ts'
import { readConfig } from '../../platform/config.ts'
import { createUser } from '../../platform/identity/create-user.ts'
import { newId } from '../../platform/ids.ts'
import { createLog } from '../../platform/log.ts'
import { testDatabase } from '../database.ts'
import { freePort } from '../free-port.ts'
import { secretKey } from '../secret-key.ts'
import { visitor } from '../visitor.ts'

it('behind https is one that browsers take over TLS from this host alone', async () => {
  const database = await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-cookie-'))
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: String(await freePort()),
    PUBLIC_URL: 'https://desk.example',
    DATA_DIR: dataDir,
    ROLES: 'web',
    LOG_LEVEL: process.env.LOG_LEVEL,
  })
  const running = await startProcess({
    config,
    log: createLog(config.LOG_LEVEL),
    secretKey,
    database: { ownerUrl: database.ownerUrl, embedded: true, stop: async () => {} },
  })
  const person = { email: 'aisha@isp.example', name: 'Aisha', password: 'a password for tests' }
  const { userId } = await createUser(database.db, person)
  await database.db.withTenant(await database.tenant(), tx =>
    tx.query(`INSERT INTO members (id, user_id, name, email, role) VALUES ($1, $2, 'Aisha', $3, 'agent')`, [
      newId(),
      userId,
      person.email,
    ]),
  )
  const guest = visitor(`http://127.0.0.1:${running.port}`)
  const { headers } = await guest.post('/api/auth/sign-in/email', {
    email: person.email,
    password: person.password,
  })
  const [cookie = ''] = headers.getSetCookie()
  const [pair = '', ...attributes] = cookie.split('; ')
  expect(pair).toMatch(/^__Host-trunkline\.session_token=/)
  expect(attributes.map(each => each.toLowerCase()).sort()).toEqual(
    expect.arrayContaining(['httponly', 'path=/', 'samesite=lax', 'secure']),
  )
  expect(cookie.toLowerCase()).not.toContain('domain=')
  expect(await guest.isIn()).toBe(true)
  await running.stop()
  await database.close()
  await rm(dataDir, { recursive: true, force: true })
})
