/** What a socket may say with foreign ids, and what it hears of the other tenant: nothing. */
import { socketEvents } from '../../hub/web/sockets.ts'
import { newId } from '../../platform/ids.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { idsInText, type Scene } from './rows-of.ts'
import { eventSamples } from './socket-samples.ts'
import { kinds } from './tenant-world.ts'
import { restore } from './world.ts'

/** Every event with every kind of foreign id, then with one's own, then what is heard. */
export async function proveSockets(scene: Scene): Promise<void> {
  const { at, mine, theirs, checks } = scene
  checks.step(`${Object.keys(socketEvents).length} socket events`)
  const socket = await connectLive(at.url, mine.admin.cookie)
  try {
    for (const name of Object.keys(socketEvents)) {
      const sample = eventSamples[name]
      if (!sample) {
        checks.same(`socket ${name}`, 'a sample in test/prove/socket-samples.ts', 'none')
        continue
      }
      // Presence hears twenty words in ten seconds from one socket: here each comes over its own.
      const say = async (id: string) => {
        const fresh = name.startsWith('presence.') ? await connectLive(at.url, mine.admin.cookie) : null
        const answer = await (fresh ?? socket).emit(name, { ...sample.payload(mine), [sample.idField]: id })
        fresh?.close()
        return JSON.stringify(answer)
      }
      const never = await say(newId())
      for (const kind of kinds) {
        checks.same(
          `socket ${name} ${sample.idField} = a foreign ${kind}`,
          never,
          await say(theirs.ids[kind]),
        )
      }
      checks.same(
        `socket ${name} with own ids`,
        '{"ok":true}',
        JSON.stringify(await socket.emit(name, sample.payload(mine))),
      )
    }
    await proveHearing(scene, socket)
  } finally {
    socket.close()
  }
}

/**
 * Told to the other tenant's inbox, customer, tickets and person, then to one's own: what is heard in between is a leak. Sockets are told
 * in order, so the last thing told ends the wait.
 */
async function proveHearing(
  { at, mine, theirs, theirIds, checks }: Scene,
  socket: LiveClient,
): Promise<void> {
  const { live } = at.app
  await restore(at, mine)
  await socket.emit('panel.open', { conversationId: mine.ids.conversation })
  await socket.emit('panel.open', { conversationId: theirs.ids.conversation })
  for (const { tenantId, ids, mark } of [theirs, mine]) {
    live.toInboxes(tenantId, [ids.inbox], 'event', { mark, to: 'inbox', conversationId: ids.conversation })
    live.toCustomer(tenantId, ids.customer, 'line', { mark, to: 'customer', customerId: ids.customer })
    live.toTickets(tenantId, 'ticket', { mark, to: 'tickets', ticketId: ids.ticket })
    live.toPerson(tenantId, ids.member, 'mention', { mark, to: 'person', messageId: ids.message })
  }
  // The same ids under the wrong tenant reach nobody either.
  live.toInboxes(theirs.tenantId, [mine.ids.inbox], 'event', { mark: theirs.mark })
  live.toCustomer(theirs.tenantId, mine.ids.customer, 'line', { mark: theirs.mark })
  live.toPerson(theirs.tenantId, mine.ids.member, 'mention', { mark: theirs.mark })
  live.toInboxes(mine.tenantId, [mine.ids.inbox], 'event', { mark: 'last' })
  await socket.told('event', payload => payload.mark === 'last')
  const heard = JSON.stringify(socket.events)
  checks.holds('socket hears its inbox', heard.includes('"to":"inbox"'), 'its own event', heard)
  checks.holds('socket hears its panel', heard.includes('"to":"customer"'), 'its own event', heard)
  checks.holds('socket hears its tickets', heard.includes('"to":"tickets"'), 'its own event', heard)
  checks.holds('socket hears its person', heard.includes('"to":"person"'), 'its own event', heard)
  const ids = idsInText(heard).filter(id => theirIds.has(id))
  checks.holds('socket hears ids of another tenant', ids.length === 0, 'none', ids.join(' '))
  checks.holds('socket hears texts of another tenant', !heard.includes(theirs.mark), 'none', heard)
}
