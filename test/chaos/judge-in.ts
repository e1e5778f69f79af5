/** Nothing lost, nothing twice, nothing invented, nothing parked on the way in. */
import type { Checks } from './checks.ts'
import type { Evidence } from './evidence.ts'
import { grouped } from './grouped.ts'
import type { Said } from './load-in.ts'
import { addressOn } from './people.ts'

export function judgeIn(said: Said[], { received, parked }: Evidence, checks: Checks): void {
  const byText = grouped(received, message => message.text)
  const lost = said.filter(one => !byText.has(one.text))
  checks.none(
    `none of ${said.length} incoming messages is lost`,
    lost.map(one => `${one.kind} from ${one.person.name}: "${one.text}" at ${one.at.toISOString()}`),
  )
  const repeated = [...byText].filter(([, copies]) => copies.length > 1)
  checks.none(
    'no incoming message is there twice',
    repeated.map(([text, copies]) => `${copies.length} times: "${text}" by ${copies[0]?.channel}`),
  )
  const known = new Set(said.map(one => one.text))
  checks.none(
    'every incoming message was said by somebody',
    received.filter(message => !known.has(message.text)).map(message => `"${message.text}"`),
  )
  const mistaken = said.flatMap(one => {
    const message = byText.get(one.text)?.[0]
    const wanted = addressOn(one.person, one.kind)
    const fits = !message || (message.channel === one.kind && message.address === wanted)
    return fits ? [] : [`"${one.text}" of ${wanted} is kept as ${message.channel} of ${message.address}`]
  })
  checks.none('every incoming message has its channel and sender', mistaken)
  checks.none(
    'no inbox event is parked',
    parked.map(event => `${event.key}: ${event.error}`),
  )
}
