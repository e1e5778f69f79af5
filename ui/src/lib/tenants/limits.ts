/** How much a provider may have, as a form shows it: text, where empty means no limit. */
import type { LimitName, Limits } from './calls.ts'

export const limitLabels: Record<LimitName, string> = {
  members: 'People',
  inboxes: 'Inboxes',
  keys: 'API keys',
  webhooks: 'Webhooks',
}

export const limitNames = Object.keys(limitLabels) as LimitName[]

export type LimitTexts = Record<LimitName, string>

export const textsOf = (limits: Limits): LimitTexts => ({
  members: String(limits.members ?? ''),
  inboxes: String(limits.inboxes ?? ''),
  keys: String(limits.keys ?? ''),
  webhooks: String(limits.webhooks ?? ''),
})

export function limitsOf(texts: LimitTexts): Limits {
  const limits: Limits = {}
  for (const name of limitNames) {
    const text = texts[name].trim()
    if (text !== '') limits[name] = Number(text)
  }
  return limits
}

/** "4 of 15", or "4" without a limit. */
export const usedWords = (used: number, most: number | undefined): string =>
  most === undefined ? String(used) : `${used} of ${most}`
