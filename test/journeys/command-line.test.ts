import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runOn, signIn } from '../command-line.ts'
import { freePort } from '../free-port.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let folder: string
let trunkline: Trunkline
let owner: pg.Client
let admin: Member

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-cli-'))
  trunkline = await startTrunkline({ roles: ['web'] })
  owner = new pg.Client({ connectionString: trunkline.ownerUrl })
  await owner.connect()
  admin = await trunkline.member({ name: 'Nomsa', role: 'admin' })
})
afterAll(async () => {
  await owner.end()
  await trunkline.close()
  await rm(folder, { recursive: true, force: true })
})

const run = (line: string | string[], more: Parameters<typeof runOn>[2] = {}) =>
  runOn({ DATABASE_URL: trunkline.ownerUrl, DATA_DIR: folder }, line, more)

const trailOf = async (tenantId: string) =>
  (
    await owner.query(
      'SELECT action, actor_kind, actor_name, subject_name, after FROM audit WHERE tenant_id = $1 ORDER BY seq',
      [tenantId],
    )
  ).rows

describe('the command line', { timeout: 60_000 }, () => {
  it('says what there is, and exits with 2 on what there is not', async () => {
    expect(await run('')).toMatchObject({ code: 0, out: expect.stringContaining('audit verify') })
    expect(await run('audit verify --help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('--tenant'),
    })
    expect(await run('dance')).toMatchObject({
      code: 2,
      error: expect.stringContaining('no command "dance"'),
    })
    const near = await run('audit')
    expect(near).toMatchObject({ code: 2, error: expect.stringContaining('audit prune') })
    expect(near.error).not.toContain('create-admin')
    for (const wrong of [
      'audit verify --tenent x',
      'audit verify more words',
      'token --tenant x',
      'tenant create',
      'tenant create --name X --currency rand',
      'tenant limits --tenant x --limit cats=3',
      'tenant limits --tenant x --limit members=-3',
      'create-admin --tenant x --email nobody --name Nobody',
      'audit export --tenant x --from yesterday',
      'tenant suspend --tenant x --reason',
    ]) {
      const ran = await run(wrong)
      expect(ran, wrong).toMatchObject({ code: 2, out: '' })
      expect(ran.error, wrong).toContain('npm run trunkline -- ')
    }
  })

  it('says in words when a tenant, the settings or the database are not what they should be', async () => {
    const unknown = await run('audit verify --tenant nowhere')
    expect(unknown).toMatchObject({
      code: 1,
      error: expect.stringContaining('no tenant "nowhere". There are: '),
    })
    const port = await freePort()
    const away = await run('tenant list', { env: { DATABASE_URL: `postgres://me@127.0.0.1:${port}/desk` } })
    expect(away).toMatchObject({ code: 1, error: expect.stringContaining('The database does not answer') })
    const key = await run('tenant list', { env: { SECRET_KEY: 'cd'.repeat(32) } })
    expect(key).toMatchObject({ code: 1, error: expect.stringContaining('not the SECRET_KEY') })
    const settings = await run('tenant list', { env: { PORT: 'many' } })
    expect(settings).toMatchObject({ code: 1, error: expect.stringContaining('PORT: ') })
    const nothing = await run('tenant list', { env: { DATABASE_URL: '', DATA_DIR: join(folder, 'typo') } })
    expect(nothing).toMatchObject({ code: 1, error: expect.stringContaining('There is no database in') })
  })

  it('makes a tenant with its owner, who signs in with the password shown once', async () => {
    const made = await run([
      'tenant',
      'create',
      '--name',
      'Baobab Net',
      '--currency',
      'ZAR',
      '--limit',
      'members=2',
      '--json',
    ])
    expect(made).toMatchObject({
      code: 0,
      json: { slug: 'baobab-net', currency: 'ZAR', limits: { members: 2 } },
    })
    expect((await run(['tenant', 'create', '--name', 'Baobab Net'])).error).toContain(
      'called Baobab Net already',
    )
    const person = ['--email', 'Sipho@baobab.example', '--name', 'Sipho']
    const created = await run(['create-admin', '--tenant', 'baobab-net', ...person, '--owner', '--json'])
    expect(created.json).toMatchObject({ email: 'sipho@baobab.example', role: 'owner', platform: false })
    expect(await signIn(trunkline.url, 'sipho@baobab.example', String(created.json.password))).toBe(200)
    const again = await run(['create-admin', '--tenant', 'baobab-net', ...person, '--owner', '--json'])
    expect(again.json.password).toBeNull()
    const trail = await trailOf(String(made.json.id))
    expect(trail.map(row => row.action)).toEqual(expect.arrayContaining(['tenants.create', 'members.create']))
    const line = trail.find(row => row.action === 'members.create')
    expect(line).toMatchObject({
      actor_kind: 'system',
      actor_name: expect.stringMatching(/^command line \(.+\)$/),
    })
    expect(JSON.stringify(trail)).not.toContain(String(created.json.password))
  })

  it('takes a password from standard input, and refuses a weak one', async () => {
    const person = [
      'create-admin',
      '--tenant',
      'Test ISP',
      '--email',
      'ayanda@isp.example',
      '--name',
      'Ayanda',
    ]
    const weak = await run([...person, '--password-stdin'], { input: 'short' })
    expect(weak).toMatchObject({ code: 1, error: expect.stringContaining('at least 10 characters') })
    expect(await run([...person, '--password-stdin'], { input: 'quiet river stones' })).toMatchObject({
      code: 0,
    })
    expect(await signIn(trunkline.url, 'ayanda@isp.example', 'quiet river stones')).toBe(200)
    const back = await run([...person, '--password-stdin'], { input: 'another river stone' })
    expect(back.code).toBe(0)
    expect(await signIn(trunkline.url, 'ayanda@isp.example', 'another river stone')).toBe(200)
  })

  it('makes an owner of the installation, with or without a tenant', async () => {
    const made = await run('create-admin --platform --email ops@installation.example --name Operator --json')
    expect(made.json).toMatchObject({ role: null, platform: true })
    const { rows } = await owner.query('SELECT platform_owner FROM auth_users WHERE email = $1', [
      'ops@installation.example',
    ])
    expect(rows).toEqual([{ platform_owner: true }])
  })

  it('suspends, resumes and limits a tenant', async () => {
    const spare = String((await run('tenant create --name Spare --json')).json.id)
    const reason = ['tenant', 'suspend', '--tenant', 'spare', '--reason', 'unpaid since May']
    expect(await run(reason)).toMatchObject({
      code: 0,
      out: expect.stringContaining('SUSPENDED: unpaid since May'),
    })
    expect((await run('tenant resume --tenant spare')).out).not.toContain('SUSPENDED')
    await run('tenant limits --tenant spare --limit members=3 --limit keys=1')
    const limited = await run('tenant limits --tenant spare --limit keys= --json')
    expect(limited.json.limits).toEqual({ members: 3 })
    const actions = (await trailOf(spare)).map(row => row.action)
    expect(actions).toEqual([
      'tenants.create',
      'tenants.suspend',
      'tenants.resume',
      'tenants.change',
      'tenants.change',
    ])
    expect((await run('tenant list')).out).toContain('spare  Spare  (members 0 of 3')
  })

  it('makes a key that can do no more than its member', async () => {
    const made = await run(
      `token --tenant ${trunkline.tenantId} --member ${admin.email} --name export --permissions audit.read --json`,
    )
    expect(made).toMatchObject({
      code: 0,
      json: { permissions: ['audit.read'], createdBy: { id: admin.id } },
    })
    expect(String(made.json.key)).toMatch(/^tl_/)
    const agent = await trunkline.member()
    const beyond = await run(
      `token --tenant ${trunkline.tenantId} --member ${agent.email} --name x --permissions audit.read`,
    )
    expect(beyond).toMatchObject({ code: 1, error: expect.stringContaining('audit.read') })
    const nobody = await run(
      `token --tenant ${trunkline.tenantId} --member no@isp.example --name x --permissions audit.read`,
    )
    expect(nobody).toMatchObject({ code: 1, error: expect.stringContaining('Nobody called no@isp.example') })
    const word = await run(`token --tenant x --member y --name z --permissions audit.write`)
    expect(word.code).toBe(2)
  })

  it('exports a trail, verifies it, and finds a changed row', async () => {
    const csv = await run(`audit export --tenant ${trunkline.tenantId} --action keys`)
    expect(csv).toMatchObject({ code: 0, error: '' })
    expect(csv.out.trim().split('\r\n')).toHaveLength(2)
    const whole = await run('audit verify')
    expect(whole).toMatchObject({ code: 0, out: expect.stringMatching(/trails are whole\.\n$/) })
    await owner.query(`UPDATE audit SET reason = 'other' WHERE tenant_id = $1 AND seq = 1`, [
      trunkline.tenantId,
    ])
    const changed = await run(`audit verify --tenant ${trunkline.tenantId} --json`)
    expect(changed.code).toBe(1)
    expect(changed.json).toMatchObject({ tenants: [{ findings: ['row 1: changed after it was written'] }] })
    await owner.query('UPDATE audit SET reason = NULL WHERE tenant_id = $1 AND seq = 1', [trunkline.tenantId])
  })

  it('prunes nothing that is young, gives new data keys, and migrates what is migrated', async () => {
    expect(await run('audit prune')).toMatchObject({ code: 0, out: 'Nothing is older than seven years.\n' })
    await trunkline.inbox('sms', {
      accountSid: `AC${'5'.repeat(32)}`,
      authToken: 'auth',
      fromNumber: '+27871234502',
    })
    const rotated = await run(`keys rotate --tenant ${trunkline.tenantId} --json`)
    expect(rotated).toMatchObject({ code: 0, json: { tenants: 1, resealed: 1 } })
    expect(await run('migrate')).toMatchObject({ code: 0 })
  })

  it('examines an installation: all is well, then a fence is down', async () => {
    const well = await run('doctor --json')
    const states = Object.fromEntries(
      (well.json.checks as { check: string; state: string }[]).map(each => [each.check, each.state]),
    )
    expect(well.code, JSON.stringify(well.json)).toBe(0)
    expect(states).toMatchObject({
      database: 'ok',
      migrations: 'ok',
      roles: 'ok',
      'row-level security': 'ok',
      clock: 'ok',
      keys: 'ok',
      work: 'ok',
    })
    await owner.query('ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY')
    const broken = await run('doctor')
    expect(broken).toMatchObject({
      code: 1,
      out: expect.stringMatching(/FAILED +row-level security +not on contacts/),
    })
    await run('migrate')
    expect((await run('doctor')).code).toBe(0)
    const key = await run('doctor', { env: { SECRET_KEY: 'cd'.repeat(32) } })
    expect(key).toMatchObject({ code: 1, out: expect.stringMatching(/FAILED +roles +.*SECRET_KEY/) })
  })
})
