/** A crowd that grabs: every conversation is claimed by several agents at the same moment. */
import { Checks } from './checks.ts'
import { type Agent, type ClaimsGround, layClaimsGround } from './claims-ground.ts'
import { type Claim, judgeClaims } from './claims-judge.ts'
import type { Order } from './order.ts'
import { createRandom, type Random } from './random.ts'
import { say } from './report.ts'

export const claims = {
  about: 'several agents claim each conversation at once: one owner each, everyone else is told who',
  run: runClaims,
}

/** So many agents reach for one conversation. */
const grabbers = [2, 6] as const
/** Conversations under claim at the same time; with several claims each, far more than there are connections. */
const atOnce = 40
const answerWithinMs = 30_000

async function runClaims({ seed, agents, conversations }: Order): Promise<Checks> {
  const checks = new Checks()
  say(`starting, seed ${seed}`)
  const ground = await layClaimsGround(agents, conversations)
  try {
    say(`${agents} agents, ${conversations} conversations`)
    const made = await claimAll(ground, createRandom(seed))
    say(`${made.length} claims are answered; judging`)
    await judgeClaims(ground, made, checks)
    report(made)
  } finally {
    await ground.at.stop()
  }
  return checks
}

async function claimAll(ground: ClaimsGround, random: Random): Promise<Claim[]> {
  const [fewest, most] = grabbers
  const waves = random.shuffled(ground.conversationIds).map(conversationId => ({
    conversationId,
    agents: random
      .shuffled(ground.agents)
      .slice(0, random.whole(fewest, Math.min(most, ground.agents.length))),
  }))
  const made: Claim[] = []
  const work = async () => {
    for (let wave = waves.pop(); wave; wave = waves.pop()) {
      const { conversationId, agents } = wave
      made.push(...(await Promise.all(agents.map(agent => claim(ground.at.url, agent, conversationId)))))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return made
}

async function claim(url: string, agent: Agent, conversationId: string): Promise<Claim> {
  const startedAt = performance.now()
  try {
    const answer = await fetch(`${url}/api/conversations/${conversationId}/claim`, {
      method: 'POST',
      headers: { cookie: agent.cookie },
      signal: AbortSignal.timeout(answerWithinMs),
    })
    const body = (await answer.json()) as Claim['body']
    return { agent, conversationId, status: answer.status, body, tookMs: performance.now() - startedAt }
  } catch (error) {
    const body = { detail: String(error) }
    return { agent, conversationId, status: 0, body, tookMs: performance.now() - startedAt }
  }
}

function report(made: Claim[]): void {
  const times = made.map(each => each.tookMs).sort((a, b) => a - b)
  const at = (share: number) => `${(times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(0)} ms`
  const won = made.filter(each => each.status === 200).length
  console.log(`
  claims      ${made.length}: ${won} won, ${made.length - won} refused
  answered    p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)}
`)
}
