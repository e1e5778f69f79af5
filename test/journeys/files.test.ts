import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailFake, startMailFake } from '../fakes/mail/index.ts'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type File = { id: string; name: string; state: string }

const mailbox = 'support@isp.example'
const never = '01990000-0000-7000-8000-000000000001'
/** The smallest PNG there is: one see-through dot. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
)
let trunkline: Trunkline
let agent: Member
let mail: MailFake
let files: File[]

beforeAll(async () => {
  mail = await startMailFake({ users: [{ address: mailbox, password: 'pw' }] })
  trunkline = await startTrunkline()
  await trunkline.inbox('email', {
    address: mailbox,
    name: 'ISP',
    imapHost: '127.0.0.1',
    imapPort: mail.imapPort,
    imapSecurity: 'none',
    imapUser: mailbox,
    imapPassword: 'pw',
    smtpHost: '127.0.0.1',
    smtpPort: mail.smtpPort,
    smtpSecurity: 'none',
  })
  agent = await trunkline.member({ name: 'Aisha' })
  files = await writeWithFiles()
})
afterAll(async () => {
  await trunkline.close()
  await mail.stop()
})

async function writeWithFiles(): Promise<File[]> {
  const screen = await connectLive(trunkline.url, agent.cookie)
  await mail.whenIdle(mailbox)
  await mail.customerWrites({
    from: 'anja@mail.example',
    to: mailbox,
    subject: 'Proof',
    text: 'See the files.',
    attachments: [
      { filename: "Anja's (proof) überweisung.txt", content: 'R 849 paid', contentType: 'text/plain' },
      { filename: 'dot.png', content: picture, contentType: 'image/png' },
      { filename: 'logo.svg', content: '<svg onload="alert(1)"/>', contentType: 'image/svg+xml' },
    ],
  })
  const stored = await screen.told('event', event => {
    const all = (event.message as { attachments?: File[] } | null)?.attachments ?? []
    return all.length === 3 && all.every(file => file.state === 'stored')
  })
  screen.close()
  return (stored.message as { attachments: File[] }).attachments
}

const idOf = (end: string) => files.find(file => file.name.endsWith(end))?.id ?? never

/** Where the API says the bytes are. */
async function addressOf(end: string, as = agent): Promise<string> {
  const answer = await fetch(`${trunkline.url}/api/attachments/${idOf(end)}`, {
    headers: { cookie: as.cookie },
    redirect: 'manual',
  })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return answer.headers.get('location') ?? ''
}

it('the signed address of a file needs no session and looks at none', async () => {
  const address = await addressOf('.txt')
  expect(address).toMatch(/^\/files\/[\w-]+\.[\w-]+$/)
  const answer = await fetch(`${trunkline.url}${address}`)
  expect(await answer.text()).toBe('R 849 paid')
  expect(answer.headers.getSetCookie()).toEqual([])
  const strange = await fetch(`${trunkline.url}${address}`, {
    headers: { cookie: 'trunkline.session_token=bad' },
  })
  expect(strange.status).toBe(200)
})

it('a file runs nothing where it is opened, and only plain pictures open at all', async () => {
  const headers = async (end: string) => (await fetch(`${trunkline.url}${await addressOf(end)}`)).headers
  const text = await headers('.txt')
  expect(Object.fromEntries(text)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': "attachment; filename*=UTF-8''Anja%27s%20%28proof%29%20%C3%BCberweisung.txt",
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=300',
  })
  expect((await headers('.png')).get('content-disposition')).toMatch(/^inline; /)
  expect((await headers('.svg')).get('content-disposition')).toMatch(/^attachment; /)
})

it('the address is given only to those who see the conversation', async () => {
  const blind = await trunkline.member({ inboxIds: [] })
  const tenantId = await trunkline.otherTenant()
  const stranger = await trunkline.member({ role: 'admin', tenantId })
  for (const member of [blind, stranger]) {
    const there = await trunkline.call<{ detail: string }>(member, 'GET', `/api/attachments/${idOf('.txt')}`)
    const gone = await trunkline.call<{ detail: string }>(member, 'GET', `/api/attachments/${never}`)
    expect([there.status, gone.status]).toEqual([404, 404])
    expect(there.body.detail).toBe(gone.body.detail)
  }
})

it('a changed, an old, a foreign and an invented address are all not there', async () => {
  const { fileAddress, lifetimeMs } = await import('../../hub/attachments/file-address.ts')
  const { app } = trunkline
  const key = app.secrets.derive('file addresses')
  const now = app.clock.now()
  const place = { tenantId: trunkline.tenantId, attachmentId: idOf('.txt') }
  const right = await addressOf('.txt')
  const at = right.indexOf('.') - 3
  const wrong = [
    right.slice(0, at) + (right[at] === 'A' ? 'B' : 'A') + right.slice(at + 1),
    right.slice(0, -1) + (right.endsWith('A') ? 'B' : 'A'),
    fileAddress(key, place, new Date(now.getTime() - lifetimeMs)),
    fileAddress(key, { ...place, tenantId: await trunkline.otherTenant() }, now),
    fileAddress(key, { ...place, attachmentId: never }, now),
    fileAddress('another key', place, now),
    '/files/x',
    '/files/%00.%00',
  ]
  const answers = await Promise.all(wrong.map(path => fetch(`${trunkline.url}${path}`)))
  expect(answers.map(answer => answer.status)).toEqual(wrong.map(() => 404))
  const words = await Promise.all(
    answers.map(async answer => ((await answer.json()) as { detail: string }).detail),
  )
  expect(new Set(words).size).toBe(1)
})

it('where files have a host name of their own, addresses lead there and its pages may show them', async () => {
  const { config } = trunkline.app
  config.FILES_URL = 'https://files.isp.example'
  try {
    const address = new URL(await addressOf('.png'))
    expect(address.origin).toBe('https://files.isp.example')
    const { headers } = await fetch(`${trunkline.url}${address.pathname}`)
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  } finally {
    config.FILES_URL = undefined
  }
})
