/** Names a note may carry, as far as this member knows who works here. */
import { choices } from '../desk/choices.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { namesOf } from './names-in.ts'

/** `isMe`: the person at this screen, or a team they are in. */
export type KnownName = { name: string; isMe: boolean }

class KnownNames {
  all = $derived.by(() => {
    const me = session.memberId
    const own = session.me ? [{ name: session.me.member.name, isMe: true }] : []
    const others = session.members.filter(member => member.id !== me)
    return namesOf<KnownName>([
      ...own,
      ...others.map(({ name }) => ({ name, isMe: false })),
      ...choices.teams.map(({ name, memberIds }) => ({ name, isMe: memberIds.includes(me) })),
    ])
  })
}

export const knownNames = new KnownNames()
