/**
 * Whether a row belongs to a filter: what the server says in SQL (hub/views/filter-sql.ts), said in the browser, so that
 * live changes move rows in and out at once. A test holds the two together. Pure.
 */
import type { ConversationRow, FilterCondition, FilterNode } from '../api/types.ts'

type Looking = { memberId: string; now: number }

/** Nothing in "all of" fits everything, nothing in "any of" fits nothing. */
export function matches(row: ConversationRow, node: FilterNode, looking: Looking): boolean {
  if ('field' in node) return fits(row, node, looking) !== (node.not === true)
  if ('all' in node) return node.all.every(each => matches(row, each, looking))
  return node.any.some(each => matches(row, each, looking))
}

function fits(row: ConversationRow, condition: FilterCondition, { memberId, now }: Looking): boolean {
  switch (condition.field) {
    case 'status':
      return row.status === condition.is
    case 'assignee':
      if (condition.is === 'nobody') return row.assignee === null
      return row.assignee?.id === (condition.is === 'me' ? memberId : condition.is)
    case 'team':
      return condition.is === 'none' ? row.team === null : row.team?.id === condition.is
    case 'label':
      return row.labels.includes(condition.is)
    case 'priority':
      return row.priority === condition.is
    case 'channel':
      return row.channel === condition.is
    case 'inbox':
      return row.inboxIds.includes(condition.is)
    case 'waiting':
      return (row.waitingSince !== null) === condition.is
    case 'waitingMinutes':
      return row.waitingSince !== null && Date.parse(row.waitingSince) <= now - condition.atLeast * 60_000
    case 'snoozed':
      return (row.snoozedUntil !== null) === condition.is
    case 'text':
      return (
        has(row.subject ?? '', condition.contains) || has(shownName(row.contact.name), condition.contains)
      )
    case 'custom':
      return Object.hasOwn(row.fields, condition.key) && row.fields[condition.key] === condition.is
  }
}

const has = (text: string, part: string) => small(text).includes(small(part))

/** Letter by letter, as the database does: a Greek sigma at a word's end is any other sigma. */
const small = (text: string) => [...text].map(letter => [...letter.toLowerCase()][0]).join('')

/** A name that was shortened on its way here is found by nobody. */
const shownName = (name: string) => (name.includes('•••••') ? '' : name)
