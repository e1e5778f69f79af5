/** The conditions the editor offers: what each is called and what it begins with. Pure. */
import type { BuiltInView, Filter, FilterCondition, FilterNode } from '../api/types.ts'
import { say } from '../words/say.ts'

export type Field = FilterCondition['field']

export const fieldWords: Record<Field, string> = {
  status: say`Status`,
  assignee: say`Assigned to`,
  team: say`Team`,
  label: say`Label`,
  priority: say`Priority`,
  channel: say`Channel`,
  inbox: say`Inbox`,
  waiting: say`Customer waits`,
  waitingMinutes: say`Waits at least`,
  snoozed: say`Snoozed`,
  text: say`Subject or name`,
  custom: say`Own field`,
}

const fresh: Record<Field, FilterCondition> = {
  status: { field: 'status', is: 'open' },
  assignee: { field: 'assignee', is: 'me' },
  team: { field: 'team', is: 'none' },
  label: { field: 'label', is: '' },
  priority: { field: 'priority', is: 'high' },
  channel: { field: 'channel', is: 'whatsapp' },
  inbox: { field: 'inbox', is: '' },
  waiting: { field: 'waiting', is: true },
  waitingMinutes: { field: 'waitingMinutes', atLeast: 30 },
  snoozed: { field: 'snoozed', is: false },
  text: { field: 'text', contains: '' },
  custom: { field: 'custom', key: '', is: '' },
}

export const conditionOf = (field: Field): FilterCondition => ({ ...fresh[field] })

/** What a new view begins with: what is open and awake. */
export const firstConditions = (): FilterCondition[] => [conditionOf('status'), conditionOf('snoozed')]

/** Whether all of it is filled in. */
export const isComplete = (condition: FilterCondition): boolean =>
  Object.entries(condition).every(([name, value]) => name === 'not' || value !== '')

/** The conditions of a filter the editor can show: one list of them. Null for one with groups in it. */
export function flatOf(filter: Filter): { join: 'all' | 'any'; conditions: FilterCondition[] } | null {
  const join = 'all' in filter ? 'all' : 'any'
  const nodes: FilterNode[] = 'all' in filter ? filter.all : filter.any
  const conditions = nodes.filter((node): node is FilterCondition => 'field' in node)
  return conditions.length === nodes.length ? { join, conditions } : null
}

export const filterOf = (join: 'all' | 'any', conditions: FilterCondition[]): Filter =>
  join === 'all' ? { all: conditions } : { any: conditions }

const open: FilterCondition[] = [
  { field: 'status', is: 'open' },
  { field: 'snoozed', is: false },
]

/** The built-in views as filters, for changes to everything in them. */
export const builtInFilter: Record<BuiltInView, Filter> = {
  open: { all: open },
  mine: { all: [...open, { field: 'assignee', is: 'me' }] },
  unassigned: { all: [...open, { field: 'assignee', is: 'nobody' }] },
  snoozed: {
    all: [
      { field: 'status', is: 'open' },
      { field: 'snoozed', is: true },
    ],
  },
  resolved: { all: [{ field: 'status', is: 'resolved' }] },
}

/** Whether time alone moves conversations into it. */
export const dependsOnTime = (node: FilterNode): boolean =>
  'field' in node
    ? node.field === 'waitingMinutes'
    : ('all' in node ? node.all : node.any).some(each => dependsOnTime(each))
