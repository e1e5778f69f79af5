/** A tenant's own fields, from the page that makes them to the conversation and the view that use them, on two screens. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import type { Member, Trunkline } from '../trunkline.ts'
import { openTwoScreens, type TwoScreens } from '../two-screens.ts'

let screens: TwoScreens
let trunkline: Trunkline
let lerato: Member
let manager: Page
let agent: Page
let nandi: string
let busi: string

beforeAll(async () => {
  screens = await openTwoScreens(['Nandi Example', 'Busi Zulu'])
  ;({ trunkline, lerato, manager, agent } = screens)
  ;[nandi = '', busi = ''] = screens.ids
  await manager.goto(`${trunkline.url}/settings/fields`)
  await agent.goto(`${trunkline.url}/inbox/open/${nandi}`)
  await agent.getByRole('region', { name: 'Contact' }).waitFor()
}, 240_000)
afterAll(() => screens?.close())

const dialog = () => manager.getByRole('dialog')
const rows = () => manager.getByRole('list', { name: 'Fields' }).getByRole('listitem')
const card = (page = agent) => page.getByRole('region', { name: 'Fields' })
const fieldsOf = async (id: string) =>
  (await trunkline.call<{ conversation: { fields: object } }>(lerato, 'GET', `/api/conversations/${id}`)).body
    .conversation.fields
const colleagueSets = (fields: object) =>
  trunkline.call(lerato, 'PATCH', `/api/conversations/${nandi}`, { fields })

it('without fields there is no card, and the empty page says what they are for', async () => {
  await manager.getByText('No field yet').waitFor()
  expect(await card().count()).toBe(0)
})

it('the keyboard alone makes a choice with its choices in order, and its key follows the title', async () => {
  await manager.getByRole('button', { name: 'Make the first field' }).press('Enter')
  await dialog().getByLabel('Title').waitFor()
  await manager.keyboard.type('Site')
  expect(await dialog().getByLabel('Key').inputValue()).toBe('site')
  await dialog().getByLabel('Kind').selectOption('Choice')
  await dialog().getByRole('textbox', { name: 'Choice 1' }).focus()
  await manager.keyboard.type('South')
  await manager.keyboard.press('Enter')
  await manager.keyboard.type('North')
  await manager.keyboard.press('Alt+ArrowUp')
  await manager.keyboard.press('Alt+ArrowUp')
  expect(await dialog().getByRole('textbox', { name: 'Choice 1' }).inputValue()).toBe('North')
  await dialog().getByRole('button', { name: 'Add field' }).press('Enter')
  await rows().getByText('Choice: North, South').waitFor()
})

it('it stands beside the conversation on another screen at once, with the other kinds', async () => {
  await card().getByLabel('Site').waitFor()
  for (const [title, kind] of [
    ['Visits', 'Number'],
    ['Visit on', 'Date'],
    ['Note', 'Text'],
    ['Fibre', 'Yes or no'],
  ] as const) {
    await manager.getByRole('button', { name: 'New field' }).click()
    await dialog().getByLabel('Title').fill(title)
    await dialog().getByLabel('Kind').selectOption(kind)
    await dialog().getByRole('button', { name: 'Add field' }).click()
    await dialog().waitFor({ state: 'detached' })
  }
  await card().getByLabel('Visit on').waitFor()
  await card().getByRole('switch', { name: 'Fibre' }).waitFor()
})

it('what is malformed or taken is refused in words at the field', async () => {
  await manager.getByRole('button', { name: 'New field' }).click()
  await dialog().getByLabel('Title').fill('site')
  await dialog().getByRole('button', { name: 'Add field' }).click()
  await dialog().getByText('There is a field “Site” already.').waitFor()
  await dialog().getByLabel('Title').fill('Place')
  await dialog().getByLabel('Key').fill('visit-on')
  await dialog().getByRole('button', { name: 'Add field' }).click()
  await dialog().getByText('There is a field "visit-on" already.').waitFor()
  await dialog().getByLabel('Key').fill('2 Places')
  await dialog().getByLabel('Key').and(manager.locator(':invalid')).waitFor()
  await dialog().getByLabel('Key').fill('place')
  await dialog().getByLabel('Kind').selectOption('Choice')
  await dialog().getByRole('button', { name: 'Add field' }).click()
  await dialog().getByText('Give at least one choice.').waitFor()
  await manager.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
})

it('values are saved by Enter, by leaving and by picking, and told by title in the thread', async () => {
  await card().getByLabel('Site').selectOption('North')
  await agent.getByText('Sizwe set Site to North').waitFor()
  await card().getByLabel('Visits').fill('3')
  await card().getByLabel('Visits').press('Enter')
  await agent.getByText('Sizwe set Visits to 3').waitFor()
  await card().getByLabel('Visit on').fill('2026-03-31')
  await card().getByLabel('Note').fill('Ask for Thabo')
  await card().getByLabel('Note').blur()
  await card().locator('label').filter({ hasText: 'Fibre' }).click()
  await agent.getByText('Sizwe set Fibre to yes').waitFor()
  expect(await fieldsOf(nandi)).toEqual({
    site: 'North',
    visits: 3,
    'visit-on': '2026-03-31',
    note: 'Ask for Thabo',
    fibre: true,
  })
  await card().getByRole('button', { name: 'Clear Fibre' }).click()
  await agent.getByText('Sizwe cleared Fibre').waitFor()
})

it('a value that does not fit is refused in words where it stands, and Escape puts back what was', async () => {
  const visits = card().getByLabel('Visits')
  await visits.fill('a few')
  await visits.press('Enter')
  await card().getByText('Visits takes a number, such as 12 or 12.5.').waitFor()
  expect(await visits.getAttribute('aria-invalid')).toBe('true')
  await visits.press('Escape')
  expect(await visits.inputValue()).toBe('3')
  expect(await card().getByText('Visits takes a number').count()).toBe(0)
  await agent.getByRole('heading', { name: 'Nandi Example' }).waitFor()
})

it('a refusal by the server stands at the field too, and the pick goes back', async () => {
  // Between the fetch of the choices and the pick somebody takes one away, and this screen did not hear of it.
  await agent.route('**/api/custom-fields', route => route.abort())
  const { body } = await trunkline.call<{ items: { id: string; key: string }[] }>(
    lerato,
    'GET',
    '/api/custom-fields',
  )
  const path = `/api/custom-fields/${body.items.find(field => field.key === 'site')?.id}`
  await trunkline.call(lerato, 'PATCH', path, { choices: ['North', 'East'] })
  await card().getByLabel('Site').selectOption('South')
  await card().getByText('Site takes one of: North, East.').waitFor()
  expect(await card().getByLabel('Site').inputValue()).toBe('North')
  await agent.unroute('**/api/custom-fields')
})

it('what a colleague changes shows at once, and never under the caret', async () => {
  await colleagueSets({ visits: 7 })
  await expect.poll(() => card().getByLabel('Visits').inputValue()).toBe('7')
  const note = card().getByLabel('Note')
  await note.fill('Ask for Sipho')
  await colleagueSets({ note: 'Ring twice' })
  await card().getByText('Meanwhile it is “Ring twice”.').waitFor()
  expect(await note.inputValue()).toBe('Ask for Sipho')
  await note.press('Escape')
  expect(await note.inputValue()).toBe('Ring twice')
})

it('what was typed is saved to the conversation it was typed in, also when one goes on without leaving the box', async () => {
  await agent.goto(`${trunkline.url}/inbox/open/${busi}`)
  await card().getByLabel('Note').waitFor()
  await agent.getByRole('link', { name: /Nandi Example/ }).click()
  await agent.getByRole('heading', { name: 'Nandi Example' }).waitFor()
  await card().getByLabel('Note').fill('Typed at Nandi')
  await agent.evaluate('history.back()')
  await agent.getByRole('heading', { name: 'Busi Zulu' }).waitFor()
  await expect.poll(() => fieldsOf(nandi)).toMatchObject({ note: 'Typed at Nandi' })
  expect(await fieldsOf(busi)).toEqual({})
  expect(await card().getByLabel('Note').inputValue()).toBe('')
})

it('who may only read sees values, and no fields without one', async () => {
  const ayanda = await trunkline.member({ name: 'Ayanda' })
  await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    await tx.query(`INSERT INTO custom_roles (id, name, permissions) VALUES ($1, 'Reads', $2)`, [
      ayanda.id,
      ['conversations.read', 'customers.read', 'members.read', 'inboxes.read'],
    ])
    await tx.query(`UPDATE members SET role = 'custom', custom_role_id = id WHERE id = $1`, [ayanda.id])
  })
  await trunkline.known(ayanda)
  const reader = await signedInPage(trunkline, ayanda)
  try {
    await reader.goto(`${trunkline.url}/inbox/open/${nandi}`)
    await reader.getByRole('heading', { name: 'Nandi Example' }).waitFor()
    await card(reader).getByText('Mar 31, 2026').waitFor()
    expect(await card(reader).getByRole('textbox').count()).toBe(0)
    expect(await card(reader).getByText('Fibre').count()).toBe(0)
  } finally {
    await closeBrowserOf(reader)
  }
})

it('a view picks by a number, and rows enter it live', async () => {
  await agent.getByRole('button', { name: 'New view' }).click()
  const editor = agent.getByRole('dialog')
  await editor.getByLabel('Name', { exact: true }).fill('Seven visits')
  await editor.getByRole('button', { name: 'Add a condition' }).click()
  await editor.getByLabel('Field', { exact: true }).last().selectOption('Own field')
  await editor.getByLabel('Which field').selectOption('Visits')
  expect(await editor.getByRole('button', { name: 'Save' }).isEnabled()).toBe(false)
  await editor.getByLabel('Value', { exact: true }).last().fill('7')
  await editor.getByRole('button', { name: 'Save' }).click()
  await agent.waitForURL(/\/inbox\/v\/[0-9a-f-]{36}$/)
  const list = agent.getByRole('region', { name: 'Conversations' })
  await list.getByRole('link', { name: /Nandi Example/ }).waitFor()
  expect(await list.getByRole('link', { name: /Busi Zulu/ }).count()).toBe(0)
  await trunkline.call(lerato, 'PATCH', `/api/conversations/${busi}`, { fields: { visits: 7 } })
  await list.getByRole('link', { name: /Busi Zulu/ }).waitFor()
})

it('key and kind stay; a removal says how many hold a value and takes them along', async () => {
  await agent.goto(`${trunkline.url}/inbox/open/${nandi}`)
  await card().getByLabel('Visits').waitFor()
  await manager.getByRole('button', { name: 'Visits', exact: true }).click()
  expect(await dialog().getByLabel('Key').count()).toBe(0)
  await dialog().getByLabel('Title').fill('Visits so far')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await card().getByLabel('Visits so far').waitFor()
  await manager.getByRole('button', { name: 'More for Visits so far' }).click()
  await manager.getByRole('menuitem', { name: 'Remove…' }).click()
  await dialog().getByText('It has a value on 2 conversations, all of them open.').waitFor()
  await dialog().getByRole('button', { name: 'Remove field' }).click()
  await card().getByLabel('Visits so far').waitFor({ state: 'detached' })
  expect(await fieldsOf(busi)).toEqual({})
})

it('pages and card fit a phone and break no rule of accessibility, light and dark', async () => {
  expect(await violations(agent)).toEqual([])
  await manager.setViewportSize({ width: 390, height: 844 })
  await agent.setViewportSize({ width: 390, height: 844 })
  await card().waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await manager.emulateMedia({ colorScheme })
    await agent.emulateMedia({ colorScheme })
    expect(await violations(agent)).toEqual([])
    expect(await violations(manager)).toEqual([])
    await manager.getByRole('button', { name: 'Site', exact: true }).click()
    await dialog().getByRole('textbox', { name: 'Choice 1' }).waitFor()
    expect(await violations(manager)).toEqual([])
    await manager.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  }
  for (const page of [manager, agent]) {
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  }
})
