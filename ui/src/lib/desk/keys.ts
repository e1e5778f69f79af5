/** The keys of the details of one conversation. */
import type { Shortcut } from '../keys/keys.svelte.ts'
import { live } from '../live/live.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { say } from '../words/say.ts'
import { claim, setWatching } from './actions.ts'
import { type MenuName, menus } from './menus.svelte.ts'

/** Those this member may use. */
export function deskKeys(id: string): Shortcut[] {
  const isWatching = () => live.thread(id)?.watchers.some(one => one.id === session.memberId) ?? false
  const open = (name: MenuName) => () => menus.set(name, true)
  return [
    ...(session.can('conversations.assign')
      ? [{ keys: 'c', does: say`Claim it, if nobody has it`, run: () => void claim(id) }]
      : []),
    { keys: 'w', does: say`Watch or watch no more`, run: () => void setWatching(id, !isWatching()) },
    ...(session.can('conversations.reply')
      ? [
          { keys: 'l', does: say`Labels`, run: open('labels') },
          { keys: 'p', does: say`Priority`, run: open('priority') },
          { keys: 'z', does: say`Snooze`, run: open('snooze') },
        ]
      : []),
  ]
}
