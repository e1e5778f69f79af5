import { expect, it } from 'vitest'
import { placeFor, type Standing } from './place-for.ts'

const standing = (given: Partial<Standing> = {}): Standing => ({
  me: { needs: null },
  operator: null,
  suspended: null,
  can: () => true,
  ...given,
})

it('lets people see the page they ask for', () => {
  expect(placeFor('/inbox/open', standing())).toBe('/inbox/open')
  expect(placeFor('/settings/people', standing())).toBe('/settings/people')
})

it('shows an owner of the installation without a provider to the providers', () => {
  const owner = standing({ me: null, operator: {}, can: () => false })
  expect(placeFor('/inbox/open', owner)).toBe('/platform/tenants')
  expect(placeFor('/platform/tenants/1', owner)).toBe('/platform/tenants/1')
})

it('leads those who do not look after the network away from it', () => {
  const agent = standing({ can: permission => permission !== 'network.read' })
  expect(placeFor('/network/sessions', agent)).toBe('/settings')
  expect(placeFor('/network/sessions', standing())).toBe('/network/sessions')
})

it('hides the installation from everybody else', () => {
  expect(placeFor('/platform/tenants', standing())).toBeNull()
  expect(placeFor('/platforms', standing())).toBe('/platforms')
})

it('leads those who lack a second factor to where they set it up, and nowhere else', () => {
  const lacking = standing({ me: { needs: 'second-factor' } })
  expect(placeFor('/inbox/open', lacking)).toBe('/settings/security')
  expect(placeFor('/settings/security', lacking)).toBe('/settings/security')
})

it('keeps the address while the provider is suspended, so that trying again leads back', () => {
  expect(placeFor('/inbox/open', standing({ me: null, suspended: 'unpaid' }))).toBe('/inbox/open')
})

it('leads people whose role reads no conversations to what they have', () => {
  expect(placeFor('/inbox/open/1', standing({ can: () => false }))).toBe('/settings')
  expect(placeFor('/mentions', standing({ can: () => false }))).toBe('/settings')
})
