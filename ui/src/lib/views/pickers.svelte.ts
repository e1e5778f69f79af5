/** What can be picked for each condition: members, teams, labels, inboxes and the fixed words. */
import { inboxes } from '../api/calls.ts'
import type { Inbox } from '../api/types.ts'
import { choices } from '../desk/choices.svelte.ts'
import { session } from '../session/session.svelte.ts'
import type { Field } from './conditions.ts'

type Choice = { value: string; label: string }

const plain = (...words: string[]): Choice[] =>
  words.map(word => ({ value: word, label: word.charAt(0).toUpperCase() + word.slice(1) }))
const named = (items: { id: string; name: string }[]): Choice[] =>
  items.map(({ id, name }) => ({ value: id, label: name }))
const yesNo: Choice[] = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
]
const choose: Choice = { value: '', label: 'Choose…' }

class Pickers {
  inboxes = $state.raw<Inbox[]>([])

  /** Without the answers there is less to choose from, and nothing else. */
  refresh(): void {
    choices.refresh()
    inboxes.list().then(
      ({ items }) => {
        this.inboxes = items
      },
      () => {},
    )
  }

  /** Null for a condition that is typed in. */
  of(field: Field): Choice[] | null {
    switch (field) {
      case 'status':
        return plain('open', 'resolved')
      case 'assignee':
        return [{ value: 'me', label: 'Me' }, { value: 'nobody', label: 'Nobody' }, ...named(session.members)]
      case 'team':
        return [{ value: 'none', label: 'No team' }, ...named(choices.teams)]
      case 'label':
        return [choose, ...choices.labels.map(({ name }) => ({ value: name, label: name }))]
      case 'priority':
        return plain('urgent', 'high', 'normal', 'low')
      case 'channel':
        return plain(
          ...new Set(['whatsapp', 'sms', 'email', 'telegram', ...this.inboxes.map(one => one.channel)]),
        )
      case 'inbox':
        return [choose, ...named(this.inboxes)]
      case 'waiting':
      case 'snoozed':
        return yesNo
      default:
        return null
    }
  }
}

export const pickers = new Pickers()
