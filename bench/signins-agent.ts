/** One agent at work: lists, opens a conversation, looks at the counts, at a steady rate. */
import { Agent, request } from 'undici'

const ratePerSecond = 20

export type Work = {
  /** Milliseconds from when each call was due to its whole answer, sorted. */
  latencies: number[]
  /** Calls that were not answered 200, by what they were answered. */
  failed: Record<string, number>
}

export type Desk = { work(seconds: number): Promise<Work>; close(): Promise<void> }

/** Signs in and finds conversations to open. */
export async function openDesk(url: string, person: { email: string; password: string }): Promise<Desk> {
  const agent = new Agent({ connections: 10, headersTimeout: 60_000 })
  const signedIn = await request(`${url}/api/auth/sign-in/email`, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(person),
  })
  if (signedIn.statusCode !== 200) throw new Error(`the agent cannot sign in: ${await signedIn.body.text()}`)
  await signedIn.body.dump()
  const cookie = [signedIn.headers['set-cookie'] ?? []]
    .flat()
    .map(line => line.split(';')[0])
    .join('; ')
  const call = async (path: string) => {
    const { statusCode, body } = await request(`${url}${path}`, { dispatcher: agent, headers: { cookie } })
    return { status: statusCode, text: await body.text() }
  }
  const list = await call('/api/conversations?view=open&limit=50')
  const { items } = JSON.parse(list.text) as { items: { id: string }[] }
  if (items.length === 0) throw new Error('there is no conversation to open')
  const paths = items.flatMap(({ id }) => [
    '/api/conversations?view=open&limit=50',
    `/api/conversations/${id}`,
    `/api/conversations/${id}/messages?before=1000`,
    '/api/conversations/counts',
  ])
  return { work: seconds => workOn(call, paths, seconds), close: () => agent.close() }
}

type Call = (path: string) => Promise<{ status: number }>

/** A call that is due while this process is busy starts late, and that counts as latency. */
async function workOn(call: Call, paths: string[], seconds: number): Promise<Work> {
  const work: Work = { latencies: [], failed: {} }
  const startedAt = performance.now()
  const calls = Array.from({ length: Math.round(seconds * ratePerSecond) }, async (_, n) => {
    const dueAt = startedAt + (n * 1000) / ratePerSecond
    await new Promise(resolve => setTimeout(resolve, Math.max(0, dueAt - performance.now())))
    const said = await call(paths[n % paths.length] ?? '/').then(
      ({ status }) => String(status),
      (error: Error) => error.message,
    )
    work.latencies.push(performance.now() - dueAt)
    if (said !== '200') work.failed[said] = (work.failed[said] ?? 0) + 1
  })
  await Promise.all(calls)
  work.latencies.sort((a, b) => a - b)
  return work
}
