/** Wherever a person can name a host: settings of every channel, and webhooks. None of them leads inside. */

import type { Outgoing } from '../../channels/channel.ts'
import { type Subject, subjects } from '../../channels/conformance-subjects.ts'
import { channelIo } from '../../hub/channel-io.ts'
import { settingsSchema } from '../../hub/inboxes/settings.ts'
import { newId } from '../../platform/ids.ts'
import type { FakeServer } from '../fakes/fake-server.ts'
import { ask, type Said } from './doors-ask.ts'
import type { Canary } from './doors-canary.ts'
import type { Beside, Doors } from './doors-scene.ts'
import { bare, privateHosts, privateUrls } from './doors-spellings.ts'

export type NamedScene = { doors: Doors; walled: Beside; canary: Canary; redirector: FakeServer }

/** A settings field that names a host, alone or within an address. */
type Field = { name: string; whole: boolean }

export async function proveNamedHosts(scene: NamedScene): Promise<void> {
  const { checks } = scene.doors
  for (const subject of subjects) {
    const fields = fieldsOf(subject)
    checks.holds(`${subject.channel.kind}: settings that name a host`, fields.length > 0, 'some', 0)
    const id = await connect(scene, subject)
    for (const field of fields) await proveField(scene, subject, { ...field, id })
    await proveLedAstray(scene, subject, { fields, id })
  }
}

function fieldsOf({ channel }: Subject): Field[] {
  const properties = (settingsSchema(channel).properties ?? {}) as Record<string, { format?: string }>
  return Object.entries(properties).flatMap(([name, { format }]): Field[] => {
    if (format === 'uri') return [{ name, whole: true }]
    return /host$/i.test(name) ? [{ name, whole: false }] : []
  })
}

export const call = (
  { doors, walled }: NamedScene,
  method: string,
  path: string,
  json?: unknown,
): Promise<Said> =>
  ask(`${walled.url}${path}`, {
    method,
    headers: { cookie: doors.theirs.admin.cookie, origin: walled.url },
    ...(json === undefined ? {} : { json }),
  })

async function connect(scene: NamedScene, { channel, samples }: Subject): Promise<string> {
  const id = newId()
  const name = `${channel.kind} to be led inside`
  const body = { id, channel: channel.kind, name, settings: samples.settings }
  const made = await call(scene, 'POST', '/api/inboxes', body)
  if (made.status !== 201) throw new Error(`no ${channel.kind} inbox: ${made.status} ${made.text}`)
  return id
}

/** Every spelling: refused when saved, or else when used. */
async function proveField(
  scene: NamedScene,
  { channel, samples }: Subject,
  { name, whole, id }: Field & { id: string },
): Promise<void> {
  const { doors, walled, canary } = scene
  const what = `${channel.kind} ${name}`
  const values = whole
    ? [...privateHosts.map(host => `http://${host}:${canary.port}/v1`), ...privateUrls(canary.port)]
    : privateHosts.map(bare)
  doors.checks.step(`${what}: ${values.length} private addresses`)
  for (const value of values) {
    const settings = {
      ...(samples.settings as object),
      ...elsewhere(samples.settings, canary.port),
      [name]: value,
    }
    const saved = await call(scene, 'PATCH', `/api/inboxes/${id}`, { settings })
    const said = saved.status === 200 ? await call(scene, 'POST', `/api/inboxes/${id}/check`) : saved
    const refused = said.status === 422 || (said.status === 200 && said.text.includes('"ok":false'))
    doors.checks.holds(
      `${what} = ${JSON.stringify(value)}: check`,
      refused,
      'refused',
      `${said.status} ${said.text}`,
    )
    const sent = await channel
      .send(outgoingOf(channel.abilities.writesTo), settings, channelIo(walled.app.egress))
      .then(
        () => 'sent',
        () => 'not sent',
      )
    doors.checks.same(`${what} = ${JSON.stringify(value)}: a message`, 'not sent', sent)
  }
}

/** A port in a field of its own is the canary's; the hosts that are not tried now are refused without a look-up. */
const elsewhere = (settings: unknown, port: number) =>
  Object.fromEntries(
    Object.keys(settings as object).flatMap((name): [string, unknown][] => {
      if (/port$/i.test(name)) return [[name, port]]
      return /host$/i.test(name) ? [[name, '10.0.0.1']] : []
    }),
  )

const addresses = { phone: '+27821230001', email: 'thandi@customers.example', telegram: '700001001' }

const outgoingOf = (kind: keyof typeof addresses): Outgoing => ({
  attemptId: newId(),
  messageId: newId(),
  to: { kind, value: addresses[kind] },
  text: 'Hello',
  files: [],
  references: [],
  hookUrl: 'https://desk.isp.example/hooks/one/two',
})

/** A provider that may be reached and says: go there. */
async function proveLedAstray(
  scene: NamedScene,
  { channel, samples }: Subject,
  { fields, id }: { fields: Field[]; id: string },
): Promise<void> {
  const { doors, walled, redirector } = scene
  const field = fields.find(({ whole }) => whole)
  if (!field) return
  doors.checks.step(`${channel.kind}: redirects and file addresses that lead inside`)
  for (const way of ['301', '302', '303', '307', '308', 'files']) {
    const settings = { ...(samples.settings as object), [field.name]: `${redirector.url}/${way}` }
    await call(scene, 'PATCH', `/api/inboxes/${id}`, { settings })
    await call(scene, 'POST', `/api/inboxes/${id}/check`)
    for (const ref of ['100200300', `${redirector.url}/${way}/file`]) {
      const fetched = await channel
        .fetchFile?.(ref, Buffer.from('{}'), settings, channelIo(walled.app.egress))
        .then(({ bytes }) => bytes.toString('utf8'))
        .catch(() => 'nothing')
      doors.checks.holds(
        `${channel.kind} by ${way}: file ${ref}`,
        !fetched?.includes('the secret'),
        'not what is inside',
        fetched ?? '',
      )
    }
  }
}
