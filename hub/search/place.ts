/** Where a page of search ended, and the row that all its finders answer. */
import { z } from 'zod'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { Filters } from './operators.ts'
import type { Terms } from './terms.ts'

/** A message's moment and id, or a conversation's. */
export type Place = { at: string; id: string }

/** When the search began, and the last row shown. What is said later is not in it, so nothing moves between pages. */
export const cursors = cursorOf('search', z.tuple([cursorMoment, cursorMoment, z.uuid()]))

export type Ask = {
  who: Who
  filters: Filters
  terms: Terms | null
  /** Folded words that names must hold: those searched for, and those of each `from:`. */
  names: string[]
  from: string[][]
  asOf: string
  /** Null on the first page. */
  after: Place | null
  limit: number
}

export type Row = {
  at: string
  id: string
  conversationId: string
  contactId: string
  contactName: string
  subject: string | null
  status: 'open' | 'resolved'
  channel: string
  direction: 'in' | 'out' | 'note'
  author: string | null
  text: string
}

/** Columns of a Row but its place, from `c` and `m`. */
export const rowColumns = `c.id AS "conversationId", c.contact_id AS "contactId",
  (SELECT ct.name FROM contacts ct WHERE ct.tenant_id = c.tenant_id AND ct.id = c.contact_id) AS "contactName",
  c.subject, c.status, COALESCE(m.channel, c.last_channel) AS channel, m.direction,
  m.author_name AS author, left(m.text, 50000) AS text`

export const isLater = (a: Place, b: Place): boolean => a.at > b.at || (a.at === b.at && a.id > b.id)

export const latestFirst = (a: Place, b: Place): number => (isLater(a, b) ? -1 : isLater(b, a) ? 1 : 0)
