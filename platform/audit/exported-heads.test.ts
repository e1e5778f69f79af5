import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHeadExport } from './export-heads.ts'
import { appendHeads, headsFile, readHeads } from './exported-heads.ts'
import { openTrail, type Trail, writeRows } from './trial-trail.ts'
import { verifyAudit } from './verify.ts'

const sealer = { derive: (purpose: string) => `key for ${purpose}` }
const at = new Date('2026-03-01T12:00:00Z')
let folder: string
let trail: Trail

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-heads-'))
  trail = await openTrail()
})
afterAll(async () => {
  await trail.close()
  await rm(folder, { recursive: true, force: true })
})

const fileNamed = (name: string) => headsFile(join(folder, name))
const mark = (seq: number, tenantId = 'one') => ({ tenantId, seq: BigInt(seq), hash: `hash ${seq}` })

describe('exported heads', () => {
  it('come back as they were written, by tenant, from a file that is the owner’s alone', async () => {
    const path = fileNamed('plain')
    await appendHeads(path, sealer, [mark(4), mark(9, 'two')], at)
    await appendHeads(path, sealer, [mark(7)], at)
    const heads = await readHeads(path, sealer)
    expect(heads.of('one').map(head => head.seq)).toEqual([4n, 7n])
    expect(heads.of('two')).toEqual([{ seq: 9n, hash: 'hash 9', at: at.toISOString() }])
    expect(heads.of('three')).toEqual([])
    expect(heads.findings).toEqual([])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('without a file there are none', async () => {
    expect((await readHeads(fileNamed('nowhere'), sealer)).of('one')).toEqual([])
  })

  it('that somebody changed or added, or that another key sealed, are told and do not count', async () => {
    const path = fileNamed('forged')
    await appendHeads(path, sealer, [mark(4), mark(5), mark(6)], at)
    const text = await readFile(path, 'utf8')
    await writeFile(path, `${text.replace('"seq":5', '"seq":8')}not a line\n`)
    const heads = await readHeads(path, sealer)
    expect(heads.of('one').map(head => head.seq)).toEqual([4n, 6n])
    expect(heads.findings).toEqual([
      'exported heads: 2 lines (the first is line 2) were not written by this installation, or by another key',
    ])
    expect((await readHeads(path, { derive: () => 'another' })).of('one')).toEqual([])
  })

  it('survive a line that a crash cut off', async () => {
    const path = fileNamed('crashed')
    await appendHeads(path, sealer, [mark(4)], at)
    await appendFile(path, '{"tenant":"one","se')
    await appendHeads(path, sealer, [mark(5)], at)
    const heads = await readHeads(path, sealer)
    expect(heads.of('one').map(head => head.seq)).toEqual([4n, 5n])
    expect(heads.findings).toEqual([])
  })

  it('of years are thinned in memory, and the newest is always kept', async () => {
    const path = fileNamed('years')
    await appendHeads(
      path,
      sealer,
      Array.from({ length: 3_000 }, (_, index) => mark(index + 1)),
      at,
    )
    const heads = (await readHeads(path, sealer)).of('one')
    expect(heads.length).toBeLessThan(300)
    expect(heads.at(-1)?.seq).toBe(3_000n)
    expect(heads.map(head => head.seq)).toEqual(heads.map(head => head.seq).sort((a, b) => Number(a - b)))
  })
})

describe('the export of heads', () => {
  const exporting = (path: string, errors: unknown[] = []) =>
    startHeadExport({
      db: trail.database.db,
      sealer,
      path,
      clock: { now: () => at },
      log: {
        error: (...words: unknown[]) => void errors.push(words),
        warn: (...words: unknown[]) => void errors.push(words),
      } as never,
    })

  it('writes what changed, once, also when it begins anew', async () => {
    const path = fileNamed('rounds')
    const tenantId = await trail.written(3)
    const first = exporting(path)
    await first.round()
    await first.round()
    await writeRows(trail.database, tenantId, 2)
    await first.stop()
    await exporting(path).stop()
    const heads = await readHeads(path, sealer)
    expect(heads.of(tenantId).map(head => head.seq)).toEqual([3n, 5n])
    const verdict = await verifyAudit({ db: trail.database.db, sealer, heads }, tenantId)
    expect(verdict.findings).toEqual([])
  })

  it('says so at once when a trail became shorter, and keeps what it knew', async () => {
    const path = fileNamed('shorter')
    const tenantId = await trail.written(5)
    await exporting(path).stop()
    await trail.owner.query('DELETE FROM audit WHERE tenant_id = $1 AND seq > 3', [tenantId])
    await trail.owner.query(
      'UPDATE audit_heads SET seq = 3, hash = (SELECT hash FROM audit WHERE tenant_id = $1 AND seq = 3) WHERE tenant_id = $1',
      [tenantId],
    )
    const errors: unknown[] = []
    await exporting(path, errors).stop()
    expect(JSON.stringify(errors)).toContain('"seq":3,"exportedSeq":5')
    const heads = await readHeads(path, sealer)
    const { findings } = await verifyAudit({ db: trail.database.db, sealer, heads }, tenantId)
    expect(findings).toEqual([
      'the last 2 rows were cut (the head says 3, the head exported at 2026-03-01T12:00:00.000Z says 5)',
    ])
  })
})
