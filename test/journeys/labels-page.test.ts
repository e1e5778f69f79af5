/** Labels, from the page that makes them to the conversation that carries them, on two screens. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import type { Trunkline } from '../trunkline.ts'
import { openTwoScreens, type TwoScreens } from '../two-screens.ts'

let screens: TwoScreens
let trunkline: Trunkline
let manager: Page
let agent: Page

beforeAll(async () => {
  screens = await openTwoScreens(['Nandi Example'])
  ;({ trunkline, manager, agent } = screens)
  await manager.goto(`${trunkline.url}/settings/labels`)
  await agent.goto(`${trunkline.url}/inbox/open/${screens.ids[0]}`)
  await agent.getByRole('heading', { name: 'Nandi Example' }).waitFor()
}, 240_000)
afterAll(() => screens?.close())

const dialog = () => manager.getByRole('dialog')
const rows = () => manager.getByRole('list', { name: 'Labels' }).getByRole('listitem')
const details = () => agent.getByRole('group', { name: 'Details' })
const item = (name: string) => agent.getByRole('menuitemcheckbox', { name })

it('an empty page says what labels are for, and the keyboard alone makes the first', async () => {
  await manager.getByText('No label yet').waitFor()
  await manager.getByRole('button', { name: 'Make the first label' }).press('Enter')
  await dialog().getByLabel('Name').waitFor()
  await manager.keyboard.type('Fibre cut')
  await manager.keyboard.press('Tab')
  await manager.keyboard.press('ArrowRight')
  await manager.keyboard.press('Enter')
  await rows().getByText('On no open conversation').waitFor()
  expect(
    await trunkline.app.db.withTenant(trunkline.tenantId, tx => tx.query('SELECT name, colour FROM labels')),
  ).toMatchObject({
    rows: [{ name: 'Fibre cut', colour: 'red' }],
  })
})

it('it is there in a menu that stood open on another screen, and used there', async () => {
  await agent.keyboard.press('l')
  await item('Fibre cut').waitFor()
  await manager.getByRole('button', { name: 'New label' }).click()
  await dialog().getByLabel('Name').fill('VIP')
  await dialog().getByRole('button', { name: 'Make label' }).click()
  await item('VIP').waitFor()
  await item('Fibre cut').click()
  await details().getByTitle('Fibre cut').waitFor()
  await agent.keyboard.press('Escape')
  await manager.reload()
  await rows().getByText('Used by 1 open conversation').waitFor()
})

it('a name that is taken, in any case, is refused at the field; an empty one is not sent', async () => {
  await manager.getByRole('button', { name: 'New label' }).click()
  const name = dialog().getByLabel('Name')
  await name.fill(' fibre CUT ')
  await name.press('Enter')
  await dialog().getByText('There is a label “Fibre cut” already.').waitFor()
  expect(await name.getAttribute('aria-invalid')).toBe('true')
  await name.and(manager.locator(':focus')).waitFor()
  await name.fill('   ')
  await name.press('Enter')
  await name.and(manager.locator(':invalid')).waitFor()
  await manager.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
})

it('a new name and colour reach the conversation on the other screen', async () => {
  await manager.getByRole('button', { name: 'Change Fibre cut' }).click()
  await dialog().getByText('Conversations that carry it keep it, under the new name.').waitFor()
  await dialog().getByLabel('Name').fill('Line cut')
  await dialog().getByRole('radio', { name: 'violet' }).check()
  await dialog().getByRole('button', { name: 'Save' }).click()
  await details().getByTitle('Line cut').waitFor()
  await expect.poll(() => details().getByTitle('Line cut').getAttribute('class')).toMatch(/bg-violet-soft/)
})

it('a removal says on how many it stands, and takes it off them everywhere', async () => {
  await manager.getByRole('button', { name: 'More for Line cut' }).click()
  await manager.getByRole('menuitem', { name: 'Remove…' }).click()
  await dialog().getByText('It stands on 1 conversation, and it is open.').waitFor()
  expect(await violations(manager)).toEqual([])
  await dialog().getByRole('button', { name: 'Remove label' }).click()
  await details().getByTitle('Line cut').waitFor({ state: 'detached' })
  await agent.keyboard.press('l')
  await item('VIP').waitFor()
  await item('Line cut').waitFor({ state: 'detached' })
  await agent.keyboard.press('Escape')
})

it('only those who may make them are led there, and nobody else is shown the page', async () => {
  await agent.keyboard.press('l')
  expect(await agent.getByRole('menuitem', { name: /labels…/ }).count()).toBe(0)
  await agent.goto(`${trunkline.url}/settings/labels`)
  await agent.getByText('Labels are made by those who may manage teams.').waitFor()
  expect(
    await agent.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Labels' }).count(),
  ).toBe(0)
})

it('fits a phone and breaks no rule of accessibility, light and dark', async () => {
  await manager.setViewportSize({ width: 390, height: 844 })
  for (const colorScheme of ['light', 'dark'] as const) {
    await manager.emulateMedia({ colorScheme })
    await manager.getByRole('button', { name: 'Change VIP' }).click()
    await dialog().getByLabel('Name').waitFor()
    expect(await violations(manager)).toEqual([])
    await manager.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    expect(await violations(manager)).toEqual([])
  }
  expect(await manager.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})
