/** Looking through somebody's eyes: how long still, and back to one's own when the time is over. */
import { Failure } from '../api/client.ts'
import { platform } from '../tenants/calls.ts'
import { untilMe } from './until-me.ts'

const askAgainMs = 5_000

let isLeaving = false

/** A full load: nothing of the other person stays in memory. Once, however many notice that it is over: a second load breaks the first off. */
export function toProviders(): void {
  if (isLeaving) return
  isLeaving = true
  location.assign('/platform/tenants')
}

export async function goHome(): Promise<void> {
  await untilMe(me => !me?.impersonation)
  toProviders()
}

/**
 * Leaves once the server says that it ended. This clock and the server's differ, so it is asked until it agrees.
 * Returns how to stop asking.
 */
export function leaveWhenOver(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const ask = async () => {
    const stillRuns = await platform.me().then(
      me => me.impersonating !== null,
      error => error instanceof Failure && error.isNetwork,
    )
    if (stillRuns) timer = setTimeout(() => void ask(), askAgainMs)
    else await goHome()
  }
  void ask()
  return () => clearTimeout(timer)
}
