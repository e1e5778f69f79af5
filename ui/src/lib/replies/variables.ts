/** Variables of ready-made answers: what they are called, what they become, and which were left open. Pure. */
import type { ConversationListItem, CustomerCard, Panel } from '../api/types.ts'
import { money } from '../words/amounts.ts'
import { listed, say } from '../words/say.ts'
import { calendarDate } from '../words/time.ts'

export const variables = ['first name', 'name', 'balance', 'due date', 'login', 'plan', 'agent'] as const
export type Variable = (typeof variables)[number]

/** Null: not known, or not known of which of several. */
export type Values = Record<Variable, string | null>

const isVariable = (name: string): name is Variable => variables.includes(name as Variable)
const nameIn = (braced: string) => braced.slice(1, -1).trim().replaceAll(/\s+/g, ' ').toLowerCase()
const braced = /\{[\p{L} ]{1,30}\}/gu

/** What is known is filled in; the rest stays in its braces. */
export const fillIn = (text: string, values: Values): string =>
  text.replaceAll(braced, match => {
    const name = nameIn(match)
    return isVariable(name) ? (values[name] ?? match) : match
  })

/** Where variables still stand, in order. */
export const openIn = (text: string): { start: number; end: number; name: Variable }[] =>
  [...text.matchAll(braced)].flatMap(match => {
    const name = nameIn(match[0])
    return isVariable(name) ? [{ start: match.index, end: match.index + match[0].length, name }] : []
  })

/** Braces that mean nothing: most often a slip. */
export const unknownIn = (text: string): string[] =>
  [...text.matchAll(braced)].map(match => match[0]).filter(match => !isVariable(nameIn(match)))

/** Said while something is left open; null when nothing is. */
export function openWords(text: string): string | null {
  const names = [...new Set(openIn(text).map(({ name }) => `{${name}}`))]
  if (names.length === 0) return null
  const list = listed(names)
  return say`Fill in or remove ${list}: there is nothing on record to put there.`
}

type Sources = {
  row: Pick<ConversationListItem, 'contact' | 'customer'>
  panel: Panel | undefined
  agent: string
  locale: string
}

export function valuesFrom({ row, panel, agent, locale }: Sources): Values {
  const customer = customerOf(row, panel)
  const { name } = row.contact
  // Who never said a name is called by a number or an address.
  const isName = /^\p{L}[^@\d]*$/u.test(name)
  const dueOn = customer?.openInvoices.map(invoice => invoice.dueOn).sort()[0]
  const services = customer?.services.filter(service => service.status !== 'ended') ?? []
  return {
    'first name': isName ? (name.split(/\s+/)[0] ?? null) : null,
    name: isName ? name : null,
    balance: customer ? balanceWords(customer, locale) : null,
    'due date': dueOn ? calendarDate(dueOn, locale) : null,
    login: theOnly(services.flatMap(service => service.lines.map(line => line.login))),
    plan: theOnly(services.map(service => service.plan)),
    agent: agent || null,
  }
}

/** Whom it is about: as a member said, else the only one this person speaks for. */
function customerOf(row: Sources['row'], panel: Panel | undefined): CustomerCard | undefined {
  const all = panel?.customers ?? []
  if (row.customer) return all.find(each => each.id === row.customer?.id)
  return all.length === 1 ? all[0] : undefined
}

function balanceWords({ balance }: CustomerCard, locale: string): string | null {
  if (!balance?.currency) return null
  const amount = money({ ...balance, minor: Math.abs(balance.minor) }, locale)
  return balance.minor < 0 ? `${amount} in credit` : amount
}

const theOnly = (all: string[]): string | null => {
  const different = new Set(all)
  return different.size === 1 ? (all[0] ?? null) : null
}
