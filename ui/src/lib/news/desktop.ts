/** Notices of the browser: one per conversation, closed when it is read. The service worker opens what they speak of. */

export type DesktopNotice = { title: string; body: string; tag: string; path: string }

/** `unable`: there is no such thing in this browser, or not over this connection. */
export const permission = (): NotificationPermission | 'unable' =>
  'Notification' in globalThis && 'serviceWorker' in navigator ? Notification.permission : 'unable'

export async function askPermission(): Promise<NotificationPermission | 'unable'> {
  return permission() === 'unable' ? 'unable' : Notification.requestPermission()
}

const registration = () => navigator.serviceWorker?.getRegistration().catch(() => undefined)

/** Whether it is shown. Silent: sounds are a way of their own. */
export async function show({ title, body, tag, path }: DesktopNotice): Promise<boolean> {
  if (permission() !== 'granted') return false
  const worker = await registration()
  if (!worker) return false
  const looks = { icon: '/icons/icon-192.png', badge: '/icons/badge-96.png' }
  return worker.showNotification(title, { body, tag, data: { path }, silent: true, ...looks }).then(
    () => true,
    () => false,
  )
}

export async function close(tag: string): Promise<void> {
  if (permission() !== 'granted') return
  const shown = await (await registration())?.getNotifications({ tag })
  for (const notice of shown ?? []) notice.close()
}
