/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
/** Opens the app without a network: what was built is kept here. Whatever the server answers is not. */
import { build, files, version } from '$service-worker'
import { keptOwner } from './lib/news/kept-owner.ts'
import { noticeOfPush } from './lib/news/pushed.ts'
import { subscription } from './lib/news/subscription.ts'
import { answerOf, cachePrefix, outdated } from './lib/shell/answer-of.ts'
import type { FromWorker, ToWorker } from './lib/shell/worker-words.ts'

const worker = globalThis as unknown as ServiceWorkerGlobalScope
const current = `${cachePrefix}${version}`
const built = new Set([...build, ...files])
/** Every page is the same empty one, which draws itself by its address. */
const shell = '/sign-in'
/** A network that answers nothing for so long is none. */
const patienceMs = 4_000

worker.addEventListener('install', event => {
  event.waitUntil(caches.open(current).then(cache => cache.addAll([...built, shell])))
})

worker.addEventListener('activate', event => {
  const forget = async () => {
    for (const name of outdated(await caches.keys(), current)) await caches.delete(name)
  }
  event.waitUntil(Promise.all([forget(), worker.clients.claim()]))
})

worker.addEventListener('message', ({ data }) => {
  if ((data as ToWorker) === 'take over') void worker.skipWaiting()
})

worker.addEventListener('fetch', event => {
  const answer = answerOf(event.request, worker.location.origin, built)
  if (answer === 'built') event.respondWith(fromCache(event.request))
  else if (answer === 'page') event.respondWith(page(event.request))
})

worker.addEventListener('push', event => {
  event.waitUntil(tell(event.data))
})

worker.addEventListener('pushsubscriptionchange', event => {
  event.waitUntil(subscribeAgain().catch(() => {}))
})

worker.addEventListener('notificationclick', event => {
  event.notification.close()
  const { path } = (event.notification.data ?? {}) as { path?: string }
  event.waitUntil(open(path ?? '/inbox/open'))
})

/** Somebody looks at the app: it tells by itself. A hidden tab does too, so both use one tag, and one notice is seen. */
async function tell(data: PushMessageData | null): Promise<void> {
  const notice = noticeOfPush(read(data), await keptOwner().catch(() => null))
  if (!notice) return
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!notice.isTest && tabs.some(tab => tab.visibilityState === 'visible')) return
  const { title, body, tag, path } = notice
  const looks = { icon: '/icons/icon-192.png', badge: '/icons/badge-96.png' }
  // What replaces an older one wakes nobody by itself; with no tab there is nobody else to do it.
  const options = { body, tag, data: { path }, renotify: tabs.length === 0, ...looks }
  await worker.registration.showNotification(title, options)
}

function read(data: PushMessageData | null): unknown {
  try {
    return data?.json() ?? null
  } catch {
    return null
  }
}

/** The browser's maker gave it another address. Whoever is signed out by now has none any more. */
async function subscribeAgain(): Promise<void> {
  const at = '/api/me/push'
  const answer = await fetch(at)
  if (!answer.ok) return
  const { publicKey } = (await answer.json()) as { publicKey: string | null }
  if (publicKey === null) return
  const body = JSON.stringify(await subscription(worker.registration, publicKey))
  await fetch(at, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

/** In a tab that is there already, best the one somebody looks at; else in a new one. */
async function open(path: string): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: 'window' })
  const tab = tabs.find(one => one.focused) ?? tabs.find(one => one.visibilityState === 'visible') ?? tabs[0]
  if (!tab) {
    await worker.clients.openWindow(path)
    return
  }
  tab.postMessage({ open: path } satisfies FromWorker)
  await tab.focus()
}

async function fromCache(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  return (await caches.match(pathname)) ?? fetch(request)
}

async function page(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patienceMs) })
    if (answer.status < 502) return answer
  } catch {
    // No network: the app opens all the same.
  }
  const cache = await caches.open(current)
  return (await cache.match(shell)) ?? Response.error()
}
