/**
 * A filter as a condition on `c` (conversations). Columns come from the list below and values only as binds. Never null:
 * "not" means exactly the others. ui/src/lib/views/matches.ts says the same in the browser; a test holds the two together.
 */
import { hiddenFrom } from '../../platform/identity/masking.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { FilterCondition, FilterNode } from './filter.api.ts'

/** Takes a value, answers its place in the statement. */
export type Bind = (value: unknown) => string

/** Binds that follow those already in `values`. */
export const bindInto =
  (values: unknown[]): Bind =>
  value =>
    `$${values.push(value)}`

type Asking = { who: Pick<Who, 'memberId' | 'permissions'>; now: Date }

/** Nothing in "all of" fits everything, nothing in "any of" fits nothing. */
export function filterSql(node: FilterNode, asking: Asking, bind: Bind): string {
  if ('field' in node) {
    const sql = conditionSql(node, asking, bind)
    return node.not ? `NOT (${sql})` : `(${sql})`
  }
  const isAll = 'all' in node
  const parts = (isAll ? node.all : node.any).map(each => filterSql(each, asking, bind))
  if (parts.length === 0) return isAll ? 'true' : 'false'
  return `(${parts.join(isAll ? ' AND ' : ' OR ')})`
}

function conditionSql(condition: FilterCondition, asking: Asking, bind: Bind): string {
  switch (condition.field) {
    case 'status':
      return `c.status = ${bind(condition.is)}`
    case 'assignee':
      return assigneeSql(condition.is, asking, bind)
    case 'team':
      return condition.is === 'none'
        ? 'c.team_id IS NULL'
        : `c.team_id IS NOT DISTINCT FROM ${bind(condition.is)}::uuid`
    case 'label':
      return `c.labels @> ARRAY[${bind(condition.is)}::text]`
    case 'priority':
      return `c.priority = ${bind(condition.is)}`
    case 'channel':
      return `c.last_channel = ${bind(condition.is)}`
    case 'inbox':
      return `c.inbox_ids @> ARRAY[${bind(condition.is)}::uuid]`
    case 'waiting':
      return condition.is ? 'c.waiting_since IS NOT NULL' : 'c.waiting_since IS NULL'
    case 'waitingMinutes': {
      const since = new Date(asking.now.getTime() - condition.atLeast * 60_000)
      return `COALESCE(c.waiting_since <= ${bind(since)}::timestamptz, false)`
    }
    case 'snoozed':
      return condition.is ? 'c.snoozed_until IS NOT NULL' : 'c.snoozed_until IS NULL'
    case 'text':
      return textSql(condition.contains, asking, bind)
    case 'custom':
      return `COALESCE(c.fields -> ${bind(condition.key)}::text = ${bind(JSON.stringify(condition.is))}::jsonb, false)`
  }
}

function assigneeSql(is: string, { who }: Asking, bind: Bind): string {
  if (is === 'nobody') return 'c.assignee_id IS NULL'
  return `c.assignee_id IS NOT DISTINCT FROM ${bind(is === 'me' ? who.memberId : is)}::uuid`
}

/** A name that is a number or an address is not found by those from whom it is hidden: guessing would show it. */
function textSql(contains: string, { who }: Asking, bind: Bind): string {
  const needle = `lower(${bind(contains)}::text)`
  const hidden = hiddenFrom(who)
  const shown = [
    ...(hidden?.phone ? [`ct.name !~ '^\\+?[0-9][0-9\\s()-]{6,}$'`] : []),
    ...(hidden?.email ? [`ct.name !~ '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$'`] : []),
  ]
  return `strpos(lower(COALESCE(c.subject, '')), ${needle}) > 0 OR EXISTS (SELECT 1 FROM contacts ct
    WHERE ct.tenant_id = c.tenant_id AND ct.id = c.contact_id AND ${[`strpos(lower(ct.name), ${needle}) > 0`, ...shown].join(' AND ')})`
}
