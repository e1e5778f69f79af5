/** The start of a page: from what this browser kept, where it did; else from the server. */
import { lists } from '../live/lists.ts'
import { live } from '../live/live.svelte.ts'
import { views } from '../live/views.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { savedViews } from '../views/saved-views.svelte.ts'
import { keeper } from './keeper.svelte.ts'
import { kept } from './kept.ts'

let heldFor = ''
let isAsking = false

/** Who sits here, and what they see. Throws a Failure: 401 when nobody is signed in. */
export async function begin(openId: string | undefined): Promise<void> {
  const found = session.isLoaded ? null : await kept.find(openId)
  if (!found) {
    await session.load()
    return claim()
  }
  session.assume(found.me, found.members)
  heldFor = session.memberId
  savedViews.items = found.savedViews
  views.fetched = found.fetched
  live.restore(found.rows, found.counts)
  lists.begin(found.place)
  keeper.begin(found.stamp)
  if (openId && found.thread) live.recall(openId, found.thread)
}

/** What was believed so far is asked of the server. Whoever it is not sees a page that knows nothing of them. */
export async function makeSure(): Promise<void> {
  if (!session.isAssumed || isAsking) return
  isAsking = true
  const answer = await session.confirm()
  isAsking = false
  if (answer === 'same') await claim()
  if (answer !== 'other') return
  heldFor = ''
  if (await kept.wipe()) location.reload()
  // What cannot be removed would be found again.
  else await session.load().then(claim)
}

async function claim(): Promise<void> {
  if (heldFor !== session.memberId) {
    live.forget()
    views.fetched = {}
    lists.begin(null)
    keeper.begin(null)
    heldFor = session.memberId
  }
  const { me, borrowed } = session
  if (me && !borrowed && !me.needs) await kept.claim(session.memberId)
  else await kept.wipe()
}
