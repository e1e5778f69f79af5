/** What can be picked for each condition: members, teams, labels, inboxes and the fixed words. */
import { inboxes } from '../api/calls.ts'
import type { Inbox } from '../api/types.ts'
import { choices } from '../desk/choices.svelte.ts'
import { priorities, priorityWords } from '../desk/priority-words.ts'
import { session } from '../session/session.svelte.ts'
import { say } from '../words/say.ts'
import type { Field } from './conditions.ts'

type Choice = { value: string; label: string }

const priorityChoices: Choice[] = priorities.map(value => ({ value, label: priorityWords[value] }))
const titled = (channel: string) => channel.charAt(0).toUpperCase() + channel.slice(1)
const named = (items: { id: string; name: string }[]): Choice[] =>
  items.map(({ id, name }) => ({ value: id, label: name }))
const yesNo: Choice[] = [
  { value: 'true', label: say`yes` },
  { value: 'false', label: say`no` },
]
const choose: Choice = { value: '', label: say`Choose…` }

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
        return [
          { value: 'open', label: say`Open` },
          { value: 'resolved', label: say`Resolved` },
        ]
      case 'assignee':
        return [
          { value: 'me', label: say`Me` },
          { value: 'nobody', label: say`Nobody` },
          ...named(session.members),
        ]
      case 'team':
        return [{ value: 'none', label: say`No team` }, ...named(choices.teams)]
      case 'label':
        return [choose, ...choices.labels.map(({ name }) => ({ value: name, label: name }))]
      case 'priority':
        return priorityChoices
      case 'channel':
        return [
          ...new Set(['whatsapp', 'sms', 'email', 'telegram', ...this.inboxes.map(one => one.channel)]),
        ].map(value => ({ value, label: titled(value) }))
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
