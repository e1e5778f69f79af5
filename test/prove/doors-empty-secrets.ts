/** An inbox without a secret is shut: nothing can be signed with nothing. */
import type { HookRequest } from '../../channels/channel.ts'
import { sealSettings } from '../../hub/inboxes/settings.ts'
import { ask } from './doors-ask.ts'
import { type HookedInbox, postOf, stored, withSecrets } from './doors-hooked-inbox.ts'
import type { Doors } from './doors-scene.ts'

export async function proveEmptySecrets(doors: Doors, inbox: HookedInbox): Promise<void> {
  const { at, mine, checks } = doors
  const { kind } = inbox.channel
  checks.step(`${kind}: empty secrets, absent signatures, handshakes`)
  await proveUnsigned(doors, inbox, 'its secrets set')
  const empty = withSecrets(inbox, '')
  const change = { headers: { cookie: mine.admin.cookie, origin: at.url }, json: { settings: empty } }
  const answer = await ask(`${at.url}/api/inboxes/${inbox.id}`, { method: 'PATCH', ...change })
  checks.same(`${kind}: empty secrets through the API`, 422, answer.status)
  // As an older version, an import or a slip in the database could have left it.
  const sealed = await sealSettings(at.app.secrets, mine.tenantId, inbox.id, empty)
  await at.owner.query('UPDATE inboxes SET settings = $3 WHERE tenant_id = $1 AND id = $2', [
    mine.tenantId,
    inbox.id,
    sealed,
  ])
  at.app.inboxes.forget()
  await proveUnsigned(doors, inbox, 'its secrets empty in the row')
}

async function proveUnsigned(doors: Doors, inbox: HookedInbox, state: string): Promise<void> {
  const { checks } = doors
  const before = await stored(doors)
  for (const [what, request] of forgeries(inbox)) {
    const { status } = await ask(request.url, {
      method: request.method,
      headers: Object.fromEntries(Object.entries(request.headers).filter(isSent)),
      body: request.method === 'POST' ? request.body.toString('utf8') : undefined,
    } as Parameters<typeof ask>[1])
    const refused = status >= 400 && status <= 499
    checks.holds(`${inbox.channel.kind}, ${state}: ${what}`, refused, 'refused with 4xx', status)
  }
  checks.same(`${inbox.channel.kind}, ${state}: stored`, before, await stored(doors))
}

const isSent = (entry: [string, string | undefined]): entry is [string, string] => entry[1] !== undefined

/** Posts by somebody who knows the address and no secret. */
function forgeries(inbox: HookedInbox): [string, HookRequest][] {
  const { sample, hookUrl } = inbox
  const nothing = postOf(inbox, sample.batch, withSecrets(inbox, ''))
  const proofs = Object.keys(nothing.headers).filter(name => name !== 'content-type')
  const proven = (value: string | undefined): HookRequest => ({
    ...nothing,
    headers: { ...nothing.headers, ...Object.fromEntries(proofs.map(name => [name, value])) },
  })
  const handshake = (token: string): HookRequest => ({
    ...nothing,
    method: 'GET',
    url: `${hookUrl}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`,
    headers: {},
  })
  return [
    ['signed with nothing', nothing],
    ['no signature', proven(undefined)],
    ...['', 'undefined', 'null', '0', 'true', 'sha256=', '[object Object]'].map(
      (value): [string, HookRequest] => [`signature "${value}"`, proven(value)],
    ),
    ...['', 'undefined', 'null'].map((token): [string, HookRequest] => [
      `handshake with "${token}"`,
      handshake(token),
    ]),
  ]
}
