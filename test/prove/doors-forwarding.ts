/** Where somebody comes from is what the connection says, not what they write into a header. */
import { newId } from '../../platform/ids.ts'
import { ask, trySignIn } from './doors-ask.ts'
import { forgetFailures } from './doors-crowd.ts'
import type { Doors } from './doors-scene.ts'
import { addMember } from './people.ts'

const spoofed = '198.51.100.77'
const client = '203.0.113.9'
const loopback = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

/** Every header some proxy, somewhere, is believed for. */
const headersOfProxies: Record<string, string> = {
  'x-forwarded-for': spoofed,
  forwarded: `for=${spoofed};proto=https;by=${spoofed}`,
  'x-real-ip': spoofed,
  'x-client-ip': spoofed,
  'cf-connecting-ip': spoofed,
  'true-client-ip': spoofed,
  'fastly-client-ip': spoofed,
  'x-cluster-client-ip': spoofed,
  'x-original-forwarded-for': spoofed,
  'x-trunkline-client-address': spoofed,
}

export async function proveForwarding(doors: Doors): Promise<void> {
  const { at, proxied, mine, checks } = doors
  checks.step(`${Object.keys(headersOfProxies).length} headers that claim another address`)
  const person = await addMember(at, { tenantId: mine.tenantId, name: 'Zanele', role: 'admin' })
  const cases = [
    ...Object.entries(headersOfProxies).map(([name, value]) => ({ [name]: value })),
    headersOfProxies,
  ]
  for (const headers of cases) {
    const what = Object.keys(headers).length > 1 ? 'all of them' : (Object.keys(headers)[0] ?? '')
    const seen = await addressesSeen(doors, at.url, person, headers)
    for (const [place, address] of Object.entries(seen)) {
      checks.holds(`${what}: the address in ${place}`, loopback.includes(address), "the peer's", address)
    }
    if ('x-forwarded-for' in headers) continue
    // A proxy that is trusted is trusted for one header, and says itself who called it.
    const behind = await addressesSeen(doors, proxied.url, person, { 'x-forwarded-for': client, ...headers })
    for (const [place, address] of Object.entries(behind))
      checks.same(`${what}, behind a proxy: the address in ${place}`, client, address)
  }
  const chain = { 'x-forwarded-for': `${spoofed}, 10.9.8.7, ${client}` }
  for (const [place, address] of Object.entries(await addressesSeen(doors, proxied.url, person, chain)))
    checks.same(`a chain begun by the client, behind a proxy: the address in ${place}`, client, address)
  await proveOneCounter(doors)
}

type Person = { email: string; password: string }

/** What is written down of somebody who signs in and changes something. */
async function addressesSeen(
  { at, mine }: Doors,
  url: string,
  { email, password }: Person,
  headers: Record<string, string>,
): Promise<Record<string, string>> {
  await trySignIn(url, `${newId()}@nobody.example`, 'not the password', { headers })
  const { cookie, status, text } = await trySignIn(url, email, password, { headers })
  if (status !== 200) throw new Error(`sign-in with ${JSON.stringify(headers)}: ${status} ${text}`)
  const session = await at.owner.query<{ address: string }>(
    `SELECT ip_address AS address FROM auth_sessions s JOIN auth_users u ON u.id = s.user_id
     WHERE u.email = $1 ORDER BY s.created_at DESC LIMIT 1`,
    [email],
  )
  const change = { method: 'PATCH', headers: { ...headers, cookie, origin: url }, json: { name: newId() } }
  await ask(`${url}/api/inboxes/${mine.ids.inbox}`, change)
  const audited = await at.owner.query<{ address: string }>(
    'SELECT address FROM audit WHERE tenant_id = $1 ORDER BY seq DESC LIMIT 1',
    [mine.tenantId],
  )
  return {
    'the session': session.rows[0]?.address ?? 'nothing',
    'the audit trail': audited.rows[0]?.address ?? 'nothing',
  }
}

/** A new claim for every guess is no new beginning: neither to the server itself nor through a proxy. */
async function proveOneCounter(doors: Doors): Promise<void> {
  const { at, proxied, checks, random } = doors
  const guesses = 60
  const claims: Record<string, (address: string) => [string, Record<string, string>]> = {
    'to the server itself': address => [
      at.url,
      Object.fromEntries(
        Object.entries(headersOfProxies).map(([name, value]) => [name, value.replaceAll(spoofed, address)]),
      ),
    ],
    'through a proxy': address => [proxied.url, { 'x-forwarded-for': `${address}, ${client}` }],
  }
  for (const [what, claim] of Object.entries(claims)) {
    await forgetFailures(doors)
    checks.step(`${guesses} wrong passwords ${what}, each claiming another address`)
    let last = 0
    for (let n = 0; n < guesses; n += 1) {
      const [url, headers] = claim(`198.51.100.${random.whole(1, 254)}`)
      last = (await trySignIn(url, `${newId()}@nobody.example`, 'not the password', { headers })).status
    }
    checks.same(`the last of them, ${what}`, 429, last)
  }
  await forgetFailures(doors)
}
