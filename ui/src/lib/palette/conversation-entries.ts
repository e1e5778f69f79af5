/** What can be chosen for the open conversation, inside the palette. */
import AlarmClock from '@lucide/svelte/icons/alarm-clock'
import AlarmClockOff from '@lucide/svelte/icons/alarm-clock-off'
import CalendarClock from '@lucide/svelte/icons/calendar-clock'
import Flag from '@lucide/svelte/icons/flag'
import Tag from '@lucide/svelte/icons/tag'
import User from '@lucide/svelte/icons/user'
import UserX from '@lucide/svelte/icons/user-x'
import Users from '@lucide/svelte/icons/users'
import type { ConversationListItem } from '../api/types.ts'
import { change, snooze, unsnooze } from '../desk/actions.ts'
import { choices } from '../desk/choices.svelte.ts'
import { comingMoment } from '../desk/coming-moment.ts'
import { menus } from '../desk/menus.svelte.ts'
import { priorities, priorityWords } from '../desk/priority-words.ts'
import { snoozeTimes } from '../desk/snooze-times.ts'
import { keys } from '../keys/keys.svelte.ts'
import { live } from '../live/live.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { assign } from '../thread/actions.ts'
import { now } from '../words/now.svelte.ts'
import { say } from '../words/say.ts'
import type { Entry } from './entry.ts'

/** `of`: the keys of the shortcut whose place it takes; without one it stands behind the one of `after`. */
type Chosen = { of?: string; after: string; entry: Entry }

/** Those this member may use. */
export function conversationEntries(id: string): Chosen[] {
  const row = live.row(id)
  if (!row) return []
  const assigning = { after: 'i', entry: assignEntry(row) }
  const replying = [
    { of: 'l', after: 'l', entry: labelEntry(row) },
    { of: 'p', after: 'p', entry: priorityEntry(row) },
    { of: 'z', after: 'z', entry: snoozeEntry(row) },
  ]
  return [
    ...(session.can('conversations.assign') ? [assigning] : []),
    ...(session.can('conversations.reply') ? replying : []),
  ]
}

/** As it is when the choices are shown, not as it was when they were opened. */
const current = (row: ConversationListItem) => live.row(row.id) ?? row

const assignEntry = (row: ConversationListItem): Entry => ({
  id: 'assign',
  label: say`Assign to…`,
  icon: User,
  detail: row.assignee?.name,
  inside: { title: say`Assign to`, entries: () => assignees(current(row)) },
})

function assignees(row: ConversationListItem): Entry[] {
  const mine = session.memberId
  const members = [...session.members].sort(
    (one, other) => Number(other.id === mine) - Number(one.id === mine),
  )
  const people = members.map(
    ({ id, name }): Entry => ({
      id: `assign:${id}`,
      label: id === mine ? say`${name} (you)` : name,
      icon: User,
      isChecked: row.assignee?.id === id,
      run: () => assign(row.id, id),
    }),
  )
  const nobody: Entry = { id: 'assign:', label: say`Nobody`, icon: UserX, run: () => assign(row.id, null) }
  const teams = choices.teams.map(
    ({ id, name }): Entry => ({
      id: `team:${id}`,
      label: name,
      detail: say`Team`,
      icon: Users,
      isChecked: row.team?.id === id,
      run: () => change(row.id, { teamId: row.team?.id === id ? null : id }),
    }),
  )
  return [...people, ...(row.assignee ? [nobody] : []), ...(session.can('conversations.reply') ? teams : [])]
}

const labelEntry = (row: ConversationListItem): Entry => ({
  id: 'label',
  label: say`Label…`,
  icon: Tag,
  caps: keys.caps('l'),
  detail: row.labels.join(', ') || undefined,
  inside: { title: say`Label`, nothing: say`There are no labels yet.`, entries: () => labels(current(row)) },
})

const labels = (row: ConversationListItem): Entry[] =>
  choices.labels.map(({ id, name }) => ({
    id: `label:${id}`,
    label: name,
    icon: Tag,
    isChecked: row.labels.includes(name),
    stays: true,
    run: () => {
      const isOn = row.labels.includes(name)
      return change(row.id, { labels: isOn ? { add: [], remove: [name] } : { add: [name], remove: [] } })
    },
  }))

const when = (at: string) => comingMoment(at, now.at, session.region)

const snoozeEntry = (row: ConversationListItem): Entry => ({
  id: 'snooze',
  label: say`Snooze…`,
  icon: AlarmClock,
  caps: keys.caps('z'),
  detail: row.snoozedUntil ? say`until ${when(row.snoozedUntil)}` : undefined,
  inside: { title: say`Snooze`, entries: () => moments(current(row)) },
})

function moments(row: ConversationListItem): Entry[] {
  const times = snoozeTimes(now.at, session.region.timeZone).map(
    ({ name, at }): Entry => ({
      id: `snooze:${name}`,
      label: name,
      detail: when(at),
      icon: AlarmClock,
      run: () => snooze(row.id, at),
    }),
  )
  const pick: Entry = {
    id: 'snooze:pick',
    label: say`Pick a moment…`,
    icon: CalendarClock,
    run: () => {
      menus.isPickingMoment = true
    },
  }
  const wake: Entry = {
    id: 'snooze:wake',
    label: say`Wake it now`,
    icon: AlarmClockOff,
    run: () => unsnooze(row.id),
  }
  return [...times, pick, ...(row.snoozedUntil ? [wake] : [])]
}

const priorityEntry = (row: ConversationListItem): Entry => ({
  id: 'priority',
  label: say`Priority…`,
  icon: Flag,
  caps: keys.caps('p'),
  detail: priorityWords[row.priority],
  inside: {
    title: say`Priority`,
    entries: () =>
      priorities.map(priority => ({
        id: `priority:${priority}`,
        label: priorityWords[priority],
        icon: Flag,
        isChecked: current(row).priority === priority,
        run: () => change(row.id, { priority }),
      })),
  },
})
