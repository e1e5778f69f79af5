/** A worker that is killed while it tells a browser: nothing is lost, and at most the same is said twice. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTrial, type Trial } from '../../hub/push/trial-push.ts'
import { type Program, programPorts, runProgram } from '../program.ts'
import { secretKey } from '../secret-key.ts'

let trial: Trial
let folder: string
const programs: Program[] = []

beforeAll(async () => {
  trial = await startTrial()
  folder = await mkdtemp(join(tmpdir(), 'trunkline-killed-'))
}, 120_000)
afterAll(async () => {
  for (const program of programs) if (program.child.exitCode === null) await program.stop('SIGKILL')
  await trial?.close()
  await rm(folder, { recursive: true, force: true })
})

const patience = { timeout: 60_000 }

async function startWorker(name: string): Promise<Program> {
  const program = runProgram({
    NODE_ENV: 'test',
    ROLES: 'worker',
    DATABASE_URL: trial.trunkline.ownerUrl,
    DATA_DIR: join(folder, name),
    SECRET_KEY: secretKey,
    EGRESS_ALLOW: '127.0.0.1',
    ...(await programPorts()),
  })
  programs.push(program)
  return program
}

it('killed before the service answered, it is told again by the next, under the same topic', async () => {
  await trial.browser(trial.thandi)
  const id = await trial.ownConversation(trial.thandi)
  trial.service.failNext('accept-then-hang')
  await trial.call(trial.lerato, 'POST', `/api/conversations/${id}/notes`, {
    id: crypto.randomUUID(),
    text: 'while it dies',
    mentions: [trial.thandi.id],
  })
  const first = await startWorker('first')
  await expect.poll(() => trial.texts(), patience).toEqual(['while it dies'])
  await first.stop('SIGKILL')
  expect(await trial.sql('SELECT tries FROM push_notices')).toEqual([{ tries: 1 }])

  // Its lease is over sooner than a minute.
  await trial.sql(`UPDATE push_notices SET lease_until = now() - interval '1 second'`)
  await startWorker('second')
  await expect.poll(() => trial.texts(), patience).toEqual(['while it dies', 'while it dies'])
  expect(new Set(trial.service.ledger.map(({ topic }) => topic)).size).toBe(1)
  const left = async () => (await trial.sql('SELECT 1 FROM push_notices')).length
  await expect.poll(left, patience).toBe(0)
}, 180_000)
