/**
 * Fields some people do not see in full. Answers and live events pass here last, whatever route or verb made them, so
 * that a new screen hides what the others hide.
 */
import type { Who } from './who.ts'

export type Hidden = { phone: boolean; email: boolean; balance: boolean }

/** What this person may not see; null when they see everything. */
export function hiddenFrom(who: Pick<Who, 'permissions'>): Hidden | null {
  const lacks = (word: `fields.${keyof Hidden}`) => !who.permissions.includes(word)
  const hidden = {
    phone: lacks('fields.phone'),
    email: lacks('fields.email'),
    balance: lacks('fields.balance'),
  }
  return hidden.phone || hidden.email || hidden.balance ? hidden : null
}

/** Enough to recognise a number one knows, too little to learn one. */
export const maskPhone = (phone: string): string => `••••••${phone.replaceAll(/\D/g, '').slice(-3)}`

export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '••••••' : `${email[0]}•••••${email.slice(at)}`
}

const phoneLike = /^\+?\d[\d\s()-]{6,}$/
const emailLike = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** Where a person without a name is called by their address. */
const namingKeys = new Set(['name', 'title', 'to', 'value', 'contactName', 'author'])
const moneyKeys: Record<string, unknown> = { balance: null, openInvoices: [], lastPayment: null }

/** A copy without what is hidden: numbers and addresses shortened, money gone. */
export function mask<T>(value: T, hidden: Hidden): T {
  return masked(value, '', hidden) as T
}

function masked(value: unknown, key: string, hidden: Hidden): unknown {
  if (typeof value === 'string') return maskText(value, key, hidden)
  if (Array.isArray(value)) return value.map(each => masked(each, key, hidden))
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) =>
      hidden.balance && Object.hasOwn(moneyKeys, name)
        ? [name, moneyKeys[name]]
        : [name, masked(each, name, hidden)],
    ),
  )
}

function maskText(text: string, key: string, hidden: Hidden): string {
  if (hidden.phone && (key === 'phone' || (namingKeys.has(key) && phoneLike.test(text))))
    return maskPhone(text)
  if (hidden.email && (key === 'email' || (namingKeys.has(key) && emailLike.test(text))))
    return maskEmail(text)
  return text
}
