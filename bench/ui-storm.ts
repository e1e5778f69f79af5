/** Customers write while the screen is watched: what it keeps, and what it asks for. */
import type { CDPSession, Page } from 'playwright-core'
import { Connection } from './connection.ts'
import { type Hook, webhook } from './fanout-world.ts'
import { longTasks } from './ui-probe.ts'

export type Watched = {
  minutes: number
  refused: number
  heapMB: [number, number]
  growth: number
  requestsPerMinute: number
  longTasks: number
}

const perSecond = 50
const warmUpMs = 30_000

/** `minutes` of fifty messages a second, after half a minute of the same: by then caches are as full as they get. */
export async function watchStorm(page: Page, hook: Hook, minutes: number): Promise<Watched> {
  const devtools = await page.context().newCDPSession(page)
  const asked = countRequests(page)
  const stop = new AbortController()
  const posting = post(hook, stop.signal)
  try {
    await page.waitForTimeout(warmUpMs)
    const before = await heapOf(devtools)
    const tasksBefore = (await longTasks(page)).length
    const from = asked.count
    await page.waitForTimeout(minutes * 60_000)
    const requests = asked.count - from
    const tasks = (await longTasks(page)).length - tasksBefore
    const after = await heapOf(devtools)
    stop.abort()
    return {
      minutes,
      refused: await posting,
      heapMB: [before, after],
      growth: after / before - 1,
      requestsPerMinute: requests / minutes,
      longTasks: tasks,
    }
  } finally {
    stop.abort()
    await posting
  }
}

/** One customer writes to the connected number. */
export async function writeOnce(hook: Hook): Promise<void> {
  const connection = new Connection(Number(new URL(hook.url).port))
  try {
    const status = await connection.post(webhook(hook, 0, 'Is anybody there?'))
    if (status !== 200) throw new Error(`the message was answered with ${status}`)
  } finally {
    connection.close()
  }
}

function countRequests(page: Page): { count: number } {
  const asked = { count: 0 }
  page.on('request', request => {
    if (new URL(request.url()).pathname.startsWith('/api/')) asked.count += 1
  })
  return asked
}

/** Megabytes the page holds once what it let go of is collected. */
async function heapOf(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  return usedSize / 1e6
}

/** Answers how many were refused. */
async function post(hook: Hook, signal: AbortSignal): Promise<number> {
  const port = Number(new URL(hook.url).port)
  const connections = Array.from({ length: 8 }, () => new Connection(port))
  const startedAt = performance.now()
  let next = 0
  let refused = 0
  const work = async (connection: Connection) => {
    while (!signal.aborted) {
      const n = next
      next += 1
      const early = startedAt + (n * 1000) / perSecond - performance.now()
      if (early > 0) await new Promise(resolve => setTimeout(resolve, early))
      const status = await connection.post(webhook(hook, n, `Is it only me? ${n}`))
      if (status !== 200) refused += 1
    }
  }
  try {
    await Promise.all(connections.map(work))
  } finally {
    for (const connection of connections) connection.close()
  }
  return refused
}
