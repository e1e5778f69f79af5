/** How a person likes the screen, kept by the server. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const path = '/api/me/preferences'
const asItComes = {
  theme: 'system',
  density: 'comfortable',
  language: null,
  singleKeys: true,
  keyMap: {},
  afterSend: 'stay',
  dismissed: [],
}

let trunkline: Trunkline
let thandi: Member
let sizwe: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  thandi = await trunkline.member({ name: 'Thandi' })
  sizwe = await trunkline.member({ name: 'Sizwe' })
})
afterAll(() => trunkline?.close())

const read = async (as: Member) => (await trunkline.call(as, 'GET', path)).body
const put = (as: Member, body: unknown) => trunkline.call<{ detail: string }>(as, 'PUT', path, body)

it('who never chose has everything as it comes', async () => {
  expect(await read(thandi)).toEqual(asItComes)
})

it('what is given is kept, what is left out stays, and nobody else has it', async () => {
  expect((await put(thandi, { theme: 'contrast', keyMap: { 'go.inbox': 'i', settle: '' } })).status).toBe(200)
  const answer = await put(thandi, { density: 'compact' })
  const expected = {
    ...asItComes,
    theme: 'contrast',
    density: 'compact',
    keyMap: { 'go.inbox': 'i', settle: '' },
  }
  expect(answer.body).toEqual(expected)
  expect(await read(thandi)).toEqual(expected)
  expect(await read(sizwe)).toEqual(asItComes)
})

it('two devices that change different things at once both have their way', async () => {
  await Promise.all([
    put(sizwe, { theme: 'dark' }),
    put(sizwe, { afterSend: 'next' }),
    put(sizwe, { dismissed: ['keys'] }),
  ])
  expect(await read(sizwe)).toEqual({ ...asItComes, theme: 'dark', afterSend: 'next', dismissed: ['keys'] })
})

it.each([
  ['a name nobody knows', { colour: 'red' }],
  ['a value that is none of the choices', { theme: 'sepia' }],
  ['an action that is no name', { keyMap: { 'No Name': 'j' } }],
  ['keys nobody presses', { keyMap: { settle: 'j'.repeat(21) } }],
  [
    'more actions than there are',
    { keyMap: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`a${n}`, 'j'])) },
  ],
  ['more hints than there are', { dismissed: Array.from({ length: 201 }, (_, n) => `hint ${n}`) }],
])('%s is refused, and nothing is changed', async (_, body) => {
  const before = await read(thandi)
  expect((await put(thandi, body)).status).toBe(422)
  expect(await read(thandi)).toEqual(before)
})

it('the other screens of the same person are told, and nobody else’s', async () => {
  const own = await connectLive(trunkline.url, thandi.cookie)
  const other = await connectLive(trunkline.url, sizwe.cookie)
  try {
    await put(thandi, { theme: 'light' })
    expect(await own.told('preferences')).toMatchObject({ theme: 'light', density: 'compact' })
    // Told in order: what came before one's own would be somebody else's.
    await put(sizwe, { theme: 'system' })
    await other.told('preferences')
    const heard = other.events.filter(event => event.name === 'preferences')
    expect(heard.map(event => event.payload.theme)).toEqual(['system'])
  } finally {
    own.close()
    other.close()
  }
})

it('what an older program kept and this one does not understand is as it comes, alone', async () => {
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query('UPDATE members SET preferences = $2 WHERE id = $1', [
      thandi.id,
      JSON.stringify({ theme: 'sepia', density: 'normal', font: 'big' }),
    ]),
  )
  expect(await read(thandi)).toEqual({ ...asItComes, density: 'normal' })
})
