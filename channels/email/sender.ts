/** Who wrote a mail, and the flags that go with it. From is a claim, never a proof. */
import { addressParser, type Email, type Mailbox } from 'postal-mime'
import type { Address } from '../channel.ts'
import { oneLine } from './plain-words.ts'

const NO_SENDER = 'unknown@invalid'

const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]{1,255}$/u

type Sender = { from: Address; flags: string[] }

/** From, or the nearest header that names an address: Reply-To, Return-Path, Sender. */
export function senderOf(email: Email, account: string): Sender {
  const from = mailboxesOf(email.from)
  const claimed = new Set(addressesIn(email, 'from'))
  const replyTo = (email.replyTo ?? []).flatMap(mailboxesOf)
  const fallbacks = [...replyTo, ...bare(email.returnPath), ...mailboxesOf(email.sender)]
  const named = from[0]
  const found = named ?? fallbacks[0]
  if (!found) return { from: { kind: 'email', value: NO_SENDER }, flags: ['no sender address'] }
  const flags: string[] = []
  if (!named) flags.push('no valid From address, taken from another header')
  if (found.value === account) flags.push('from our own address')
  if (claimed.size > 1) flags.push('more than one From address')
  const elsewhere = replyTo.find(address => address.value !== found.value)
  if (elsewhere) flags.push(`asks for replies to ${elsewhere.value}`)
  return { from: found, flags }
}

/** How many people a mail was addressed to, openly. */
export function recipientCount(email: Email): number {
  const lists = [...(email.to ?? []), ...(email.cc ?? [])]
  return lists.reduce((sum, entry) => sum + (entry.group ? entry.group.length : 1), 0)
}

/** Every valid address in all headers of this name; a mail may carry several From headers to deceive. */
function addressesIn(email: Email, name: string): string[] {
  const values = email.headers.filter(({ key }) => key === name).map(({ value }) => value.slice(0, 5000))
  return addressParser(values.slice(0, 10).join(', '), { flatten: true })
    .flatMap(mailboxesOf)
    .map(({ value }) => value)
}

function mailboxesOf(entry: Email['from']): Address[] {
  if (!entry) return []
  const mailboxes: Mailbox[] = entry.group ?? [entry]
  return mailboxes.slice(0, 10).flatMap(({ address, name }) => {
    const value = address.trim().toLowerCase()
    if (!ADDRESS.test(value)) return []
    const shown = oneLine(name, 200)
    return [{ kind: 'email' as const, value, ...(shown === '' ? {} : { name: shown }) }]
  })
}

function bare(path: string | undefined): Address[] {
  return path === undefined ? [] : mailboxesOf({ address: path.replace(/[<>]/g, ''), name: '' })
}
