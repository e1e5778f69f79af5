/**
 * The one table of keys. A key means the same wherever it does something, so its action is known by the keys it came
 * with; the name is what a person's own choice of keys is kept under, and never changes.
 */
import { say } from '../words/say.ts'

export type Group = 'Everywhere' | 'Go to' | 'Lists' | 'Conversation' | 'Customers' | 'Tickets'

export type Action = {
  name: string
  /** As printed on the key ("j", "?", "Escape"), two in a row ("g i"), or held with Ctrl or ⌘ ("Mod+k"). */
  keys: string
  does: string
  group: Group
  /** Every program has it on this key: it has no other. */
  isFixed?: true
}

export const groups: Group[] = ['Everywhere', 'Go to', 'Lists', 'Conversation', 'Customers', 'Tickets']

export const groupWords: Record<Group, string> = {
  Everywhere: say`Everywhere`,
  'Go to': say`Go to`,
  Lists: say`Lists`,
  Conversation: say`Conversation`,
  Customers: say`Customers`,
  Tickets: say`Tickets`,
}

export const actions: Action[] = [
  { name: 'palette', keys: 'Mod+k', does: say`Find and do anything`, group: 'Everywhere' },
  { name: 'help', keys: '?', does: say`Show these keys`, group: 'Everywhere' },
  { name: 'search', keys: '/', does: say`Search everything`, group: 'Everywhere' },
  { name: 'back', keys: 'Escape', does: say`Close, or back to the list`, group: 'Everywhere', isFixed: true },

  { name: 'go.inbox', keys: 'g i', does: say`Go to the inbox`, group: 'Go to' },
  { name: 'go.mentions', keys: 'g m', does: say`Go to the notes that name you`, group: 'Go to' },
  { name: 'go.customers', keys: 'g c', does: say`Go to the customers`, group: 'Go to' },
  { name: 'go.tickets', keys: 'g w', does: say`Go to the tickets`, group: 'Go to' },
  { name: 'go.network', keys: 'g n', does: say`Go to the network`, group: 'Go to' },
  { name: 'go.settings', keys: 'g s', does: say`Go to settings`, group: 'Go to' },
  { name: 'go.providers', keys: 'g p', does: say`Go to the providers`, group: 'Go to' },
  { name: 'go.simulator', keys: 'g d', does: say`Go to the simulator`, group: 'Go to' },

  { name: 'next', keys: 'j', does: say`Next row`, group: 'Lists' },
  { name: 'previous', keys: 'k', does: say`Previous row`, group: 'Lists' },
  { name: 'open', keys: 'Enter', does: say`Open the marked row`, group: 'Lists', isFixed: true },
  { name: 'open-page', keys: 'o', does: say`Open the page of this row`, group: 'Lists' },
  { name: 'filter', keys: 'f', does: say`To the filter`, group: 'Lists' },
  { name: 'new', keys: 'N', does: say`Make a new one`, group: 'Lists' },
  { name: 'again', keys: 'R', does: say`Ask again now`, group: 'Lists' },
  { name: 'select', keys: 'x', does: say`Select this row`, group: 'Lists' },
  { name: 'select-to', keys: 'X', does: say`Select everything up to here`, group: 'Lists' },

  { name: 'reply', keys: 'r', does: say`Reply`, group: 'Conversation' },
  { name: 'note', keys: 'n', does: say`Write a note`, group: 'Conversation' },
  { name: 'assign-me', keys: 'i', does: say`Assign to me`, group: 'Conversation' },
  { name: 'claim', keys: 'c', does: say`Claim it, if nobody has it`, group: 'Conversation' },
  { name: 'watch', keys: 'w', does: say`Watch or watch no more`, group: 'Conversation' },
  { name: 'labels', keys: 'l', does: say`Labels`, group: 'Conversation' },
  { name: 'priority', keys: 'p', does: say`Priority`, group: 'Conversation' },
  { name: 'snooze', keys: 'z', does: say`Snooze`, group: 'Conversation' },
  { name: 'settle', keys: 'e', does: say`Resolve or reopen`, group: 'Conversation' },
  { name: 'panel', keys: '.', does: say`Show or hide the customer panel`, group: 'Conversation' },
  { name: 'story', keys: 's', does: say`Whole story or only this conversation`, group: 'Conversation' },

  { name: 'previous-customer', keys: '[', does: say`Previous customer of the list`, group: 'Customers' },
  { name: 'next-customer', keys: ']', does: say`Next customer of the list`, group: 'Customers' },
  ...[1, 2, 3, 4, 5, 6, 7].map(
    (at): Action => ({ name: `tab.${at}`, keys: `${at}`, does: say`Tab ${at}`, group: 'Customers' }),
  ),

  { name: 'state', keys: 't', does: say`Set the state`, group: 'Tickets' },
  { name: 'assign', keys: 'a', does: say`Give it to somebody`, group: 'Tickets' },
  { name: 'move-on', keys: '>', does: say`Move this card to the next column`, group: 'Tickets' },
  { name: 'move-back', keys: '<', does: say`Move this card to the column before`, group: 'Tickets' },
  { name: 'move-to', keys: 'm', does: say`Move this card to…`, group: 'Tickets' },
]

const byKeys = new Map(actions.map(action => [action.keys, action]))

/** The action that came with these keys. */
export const actionOf = (keys: string): Action | undefined => byKeys.get(keys)
