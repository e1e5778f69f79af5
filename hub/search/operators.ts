/** What narrows a search: `name:value`. Pure. */

const states = ['open', 'resolved', 'unread', 'snoozed', 'unpaid', 'offline'] as const
export type State = (typeof states)[number]

export type Filters = {
  from: string[]
  channel: string[]
  label: string[]
  assignee: string[]
  is: State[]
  /** Days of the tenant, 2026-01-31: sent before that day begins. */
  before: string | null
  /** Sent on that day or later. */
  after: string | null
  hasFile: boolean
}

export const noFilters = (): Filters => ({
  from: [],
  channel: [],
  label: [],
  assignee: [],
  is: [],
  before: null,
  after: null,
  hasFile: false,
})

/** Each operator puts its value into the filters, or answers what is wrong with it. */
const operators: Record<string, (filters: Filters, value: string) => string | undefined> = {
  from: (filters, value) => void filters.from.push(value),
  channel: (filters, value) => void filters.channel.push(value.toLowerCase()),
  label: (filters, value) => void filters.label.push(value),
  assignee: (filters, value) => void filters.assignee.push(value),
  is(filters, value) {
    const state = states.find(each => each === value.toLowerCase())
    if (!state) return `is: knows ${states.join(', ')}; not “${value}”.`
    filters.is.push(state)
  },
  before(filters, value) {
    if (!isDay(value)) return noDay('before', value)
    filters.before = value
  },
  after(filters, value) {
    if (!isDay(value)) return noDay('after', value)
    filters.after = value
  },
  has(filters, value) {
    if (!/^files?$/i.test(value)) return `has: knows file; not “${value}”.`
    filters.hasFile = true
  },
}

const operatorNames = Object.keys(operators)

/** Applies `name:value`; answers what to tell the searcher when it cannot be. */
export function applyOperator(filters: Filters, name: string, value: string): string | undefined {
  if (value === '') return `${name}: needs a value after the colon.`
  const apply = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (!apply) return `There is no “${name}:”. There are ${operatorNames.map(each => `${each}:`).join(', ')}.`
  return apply(filters, value)
}

const noDay = (name: string, value: string) => `${name}: needs a day such as 2026-01-31, not “${value}”.`

function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
