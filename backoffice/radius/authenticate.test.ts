/** Signing in over real UDP and a real database. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createAuthenticate } from './authenticate.ts'
import { Attr } from './codec/attributes.ts'
import { encodeSignedRequest } from './codec/authenticator.ts'
import { Code, decode, type Packet } from './codec/packet.ts'
import { hidePassword } from './codec/password.ts'
import { readAddress, readInteger, readText, readVendor } from './codec/read.ts'
import { octets, text } from './codec/write.ts'
import { household } from './trial-database.ts'
import { at, log, startTrialLine, type TrialLine } from './trial-line.ts'

let database: TestDatabase
let trial: TrialLine
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.close())
beforeEach(async () => {
  trial = await startTrialLine(database)
})
afterEach(() => trial.stop())

/** An Access-Request with PAP, as octets. */
function rawPap(userName: string, password: string, secret: Buffer): Buffer {
  const authenticator = Buffer.alloc(16, 5)
  const hidden = hidePassword(Buffer.from(password), secret, authenticator)
  const attributes = [text(Attr.userName, userName), octets(Attr.userPassword, hidden)]
  return encodeSignedRequest({ code: Code.accessRequest, id: 1, authenticator }, attributes, secret)
}

describe('signing in', () => {
  it('with the right password brings address, speeds and interim reports', async () => {
    for (const how of [{ password: 'correct horse' }, { chap: 'correct horse' }]) {
      const reply = (await trial.client.access(trial.auth, { userName: 'thandi', ...how })) as Packet
      expect(reply.code).toBe(Code.accessAccept)
      expect(readAddress(reply, Attr.framedIpAddress)).toBe('203.0.113.9')
      expect(readInteger(reply, Attr.acctInterimInterval)).toBe(300)
      expect(readVendor(reply, 14988, 8)?.toString()).toBe('20M/100M')
    }
  })

  it('shows each attempt with its reason beside the line, and never a password', async () => {
    const tryOnce = async (password: string) => {
      trial.clock.seconds++
      await trial.client.access(trial.auth, { userName: 'thandi', password })
    }
    for (let time = 0; time < 3; time++) await tryOnce('incorrect donkey')
    await tryOnce('correct horse')
    await trial.rows(`UPDATE services SET status = 'suspended', suspended_reason = 'unpaid'`)
    await tryOnce('correct horse')
    await tryOnce('correct horse')
    await trial.drain()
    expect((await trial.line()).lastAttempts).toEqual([
      { at: at(6), accepted: false, words: 'service suspended: unpaid' },
      { at: at(5), accepted: false, words: 'service suspended: unpaid' },
      { at: at(4), accepted: true, words: 'accepted' },
      { at: at(3), accepted: false, words: 'wrong password' },
      { at: at(2), accepted: false, words: 'wrong password' },
    ])
    expect(JSON.stringify(await trial.rows('SELECT * FROM auth_attempts'))).not.toMatch(/donkey|horse/)
  })

  it('of an unknown login is rejected and recorded under the name it gave', async () => {
    const userName = "thandi'; DROP TABLE logins; --\0"
    const reply = (await trial.client.access(trial.auth, {
      userName,
      password: 'x',
      callingStationId: 'aa',
    })) as Packet
    expect(reply.code).toBe(Code.accessReject)
    expect(readText(reply, Attr.replyMessage)).toBe('The username or the password is wrong.')
    await trial.drain()
    expect(await trial.rows('SELECT username, words, accepted, login_id FROM auth_attempts')).toEqual([
      { username: userName.replace('\0', '\uFFFD'), words: 'unknown login', accepted: false, login_id: null },
    ])
  })

  it('of another tenant’s login is unknown', async () => {
    const { tenantId } = await household(database)
    await database.db.withTenant(tenantId, tx => tx.query(`UPDATE logins SET username = 'sipho'`))
    const reply = await trial.client.access(trial.auth, { userName: 'sipho', password: 'correct horse' })
    expect(reply?.code).toBe(Code.accessReject)
    await trial.drain()
    expect(await trial.rows('SELECT words FROM auth_attempts')).toEqual([{ words: 'unknown login' }])
  })

  it('is met with silence while the database is away, never with a Reject', async () => {
    const { db } = database
    let away = true
    const broken = { withTenant: () => Promise.reject(new Error('the database is away')) }
    const verb = createAuthenticate({
      db: { withTenant: (tenantId, work) => (away ? broken.withTenant() : db.withTenant(tenantId, work)) },
      secrets: trial.home.secrets,
      clock: trial.clock,
      log,
    })
    const request = decode(rawPap('thandi', 'correct horse', trial.home.nas.secretOctets)) as Packet
    await expect(verb.authenticate(trial.home.nas, request)).rejects.toThrow('away')
    away = false
    expect(await verb.authenticate(trial.home.nas, request)).toMatchObject({ accepted: true })
    await verb.drain()
  })

  it('whose password cannot be unsealed is met with silence as well', async () => {
    await trial.rows(`UPDATE logins SET password = 'v1.moved.elsewhere'`)
    const asked = { userName: 'thandi', password: 'correct horse' }
    const answered = trial.client.access(trial.auth, asked)
    expect((await trial.client.status(trial.auth))?.code).toBe(Code.accessAccept)
    trial.client.close()
    expect(await answered).toBeNull()
    await trial.server.stop()
    expect(trial.server.counts()).toMatchObject({ failed: 1, answered: 1 })
  })
})
