/** Holds the product's database against what customers said, what agents were promised, and the providers' ledgers. */
import type { Checks } from './checks.ts'
import { type Evidence, readEvidence } from './evidence.ts'
import { judgeConversations } from './judge-conversations.ts'
import { judgeIn } from './judge-in.ts'
import { judgeOut } from './judge-out.ts'
import type { Kill } from './kills.ts'
import { type LedgerLine, readLedgers } from './ledgers.ts'
import type { Said } from './load-in.ts'
import type { Reply } from './load-out.ts'
import type { World } from './world.ts'

export type Trial = {
  world: World
  dataDir: string
  said: Said[]
  acknowledged: Reply[]
  kills: Kill[]
}

export type Verdict = { evidence: Evidence; ledger: LedgerLine[] }

export async function judge(trial: Trial, checks: Checks): Promise<Verdict> {
  const evidence = await readEvidence(trial.dataDir)
  const ledger = await readLedgers(trial.world)
  judgeIn(trial.said, evidence, checks)
  judgeConversations(trial.said, evidence, checks)
  judgeOut({ ...trial, evidence, ledger }, checks)
  return { evidence, ledger }
}
