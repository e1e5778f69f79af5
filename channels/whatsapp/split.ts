/**
 * One webhook -> one item per element. Meta batches: every entry x change x message or status is its own item, so that
 * each is stored under its own key and none hides behind the first.
 */
import type { HookRequest, RawItem } from '../channel.ts'
import { isRecord, type Json, list, parse, record, sha256, text } from './json.ts'

/** Null when the body is no JSON object; otherwise at least one item: what is not understood is kept whole. */
export function split(request: HookRequest): RawItem[] | null {
  const body = parse(request.body)
  if (!isRecord(body)) return null
  try {
    const items = list(body.entry).flatMap(entryItems)
    return items.length > 0 ? items : [unknownItem(body)]
  } catch {
    // JSON nested deeper than it can be written again
    return null
  }
}

function entryItems(entry: unknown): RawItem[] {
  const { changes, ...envelope } = record(entry)
  const items = list(changes).flatMap(change => {
    const { field, value } = record(change)
    const found = field === 'messages' ? valueItems(record(value)) : []
    // The envelope carries the time: the same notice on another day is another item.
    return found.length > 0 ? found : [unknownItem({ envelope, change }, accountOf(record(value).metadata))]
  })
  return items.length > 0 ? items : [unknownItem({ entry })]
}

function valueItems(value: Json): RawItem[] {
  const { messaging_product: _product, metadata, contacts, messages, statuses, ...rest } = value
  const account = accountOf(metadata)
  const people = list(contacts).map(record)
  const senders = new Set(list(messages).map(message => text(record(message).from)))
  const items = list(messages).map(message => {
    const { from, from_user_id: userId, id } = record(message)
    const matching = people.filter(
      one => (from && one.wa_id === from) || (userId && one.user_id === userId) || false,
    )
    // wa_id and from may differ in form (Brazil, Mexico); with one person on each side there is no doubt.
    const sender = matching.length === 0 && people.length === 1 && senders.size === 1 ? people : matching
    return item('message', text(id), { metadata, contacts: sender, message }, account)
  })
  for (const status of list(statuses)) {
    const { id, status: state, timestamp } = record(status)
    const key = id ? `${text(id)}:${text(state)}:${text(timestamp)}` : ''
    items.push(item('status', key, { metadata, status }, account))
  }
  if (Object.keys(rest).length > 0) items.push(unknownItem({ metadata, ...rest }, account))
  return items
}

const accountOf = (metadata: unknown): string | undefined =>
  text(record(metadata).phone_number_id) || undefined

const unknownItem = (content: unknown, account?: string): RawItem =>
  item('unknown', '', { unknown: content }, account)

/** Keys are printable and short; an id that is neither is replaced by the hash of the element's bytes. */
function item(kind: string, id: string, content: unknown, account: string | undefined): RawItem {
  const raw = Buffer.from(JSON.stringify(content))
  const key = /^[\x21-\x7e]{1,250}$/.test(id) ? `${kind}:${id}` : `${kind}:sha256:${sha256(raw)}`
  return account === undefined ? { key, raw } : { key, raw, account }
}
