/** Coming in, as a person does it in a browser: by invitation, password, mailed link and mailed code. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { openStage, type Stage } from '../stage.ts'
import type { Member } from '../trunkline.ts'

let stage: Stage
let admin: Member

beforeAll(async () => {
  stage = await openStage()
  admin = await stage.trunkline.member({ name: 'Nomsa Dube', role: 'admin' })
}, 120_000)
beforeEach(() => stage.enter())
afterAll(() => stage?.stop())

/** The page only those who are in can see. */
const isIn = () => stage.page.getByRole('heading', { name: 'Security' }).waitFor()
const linkIn = (text: string) => /https?:\S+#[\w.-]+/.exec(text)?.[0] ?? ''

it('joins by an invitation: the link says who asks, weak passwords are told, and one is in', async () => {
  const { body } = await stage.trunkline.call<{ link: string }>(admin, 'POST', '/api/invitations', {
    email: 'zanele@isp.example',
    name: 'Zanele Dlamini',
    role: 'agent',
    allInboxes: true,
  })
  await stage.page.goto(body.link)
  await stage.page.getByRole('heading', { name: 'Join Test ISP' }).waitFor()
  await stage.page.getByText('Nomsa Dube invited you.', { exact: false }).waitFor()
  expect(await stage.page.getByLabel('Email').inputValue()).toBe('zanele@isp.example')
  expect(await violations(stage.page)).toEqual([])
  const password = stage.page.getByLabel('Password')
  await password.fill('short')
  await stage.page.getByText('5 more characters').waitFor()
  await password.fill('zanele@isp.example')
  await stage.page.getByText('Too close to your email or name').waitFor()
  await stage.page.getByRole('button', { name: 'Join Test ISP' }).click()
  await stage.page.getByRole('alert').waitFor()
  await password.fill('copper lantern under rain')
  await stage.page.getByText('Strong').waitFor()
  await stage.page.getByRole('button', { name: 'Join Test ISP' }).click()
  await stage.page.waitForURL(/\/inbox\/open/)

  await stage.context.clearCookies()
  await stage.page.goto(body.link)
  await stage.page.getByRole('heading', { name: 'This invitation does not work' }).waitFor()
})

it('says the same of a wrong password and of nobody, and waits with those who try too often', async () => {
  const member = await stage.trunkline.member()
  await stage.signIn({ email: member.email, password: 'not the password' })
  const words = await stage.page.getByRole('alert').textContent()
  await stage.page.getByLabel('Email').fill('nobody@isp.example')
  await stage.page.getByRole('button', { name: 'Sign in' }).click()
  await stage.page
    .getByRole('alert')
    .filter({ hasText: String(words) })
    .waitFor()
  await stage.page.getByLabel('Email').fill(member.email)
  const button = stage.page.locator('button[type=submit]')
  const isLocked = () => button.getByText(/Try again in \d+:\d\d/).isVisible()
  for (let tries = 0; tries < 10 && !(await isLocked()); tries++) {
    const answered = stage.page.waitForResponse(/sign-in\/email/)
    await button.click()
    await answered
    await stage.page.getByRole('alert').waitFor()
  }
  await button.getByText(/Try again in \d+:\d\d/).waitFor()
  expect(await button.isDisabled()).toBe(true)
  await stage.page.getByLabel('Email').fill('somebody.else@isp.example')
  expect(await button.isDisabled()).toBe(false)
})

it('signs in by a mailed link, which works once and only when a person presses the button', async () => {
  const member = await stage.trunkline.member()
  await stage.to('/sign-in')
  await stage.page.getByRole('button', { name: 'Email me a link' }).click()
  expect(
    await stage.page
      .getByLabel('Email')
      .evaluate(field => (field as unknown as { validity: { valid: boolean } }).validity.valid),
  ).toBe(false)
  await stage.page.getByLabel('Email').fill(member.email)
  await stage.page.getByRole('button', { name: 'Email me a link' }).click()
  await stage.page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
  const link = linkIn(await stage.mailTo(member.email, '/sign-in/link#'))
  await stage.page.goto(link)
  await stage.page.getByRole('button', { name: 'Sign in' }).click()
  await stage.page.waitForURL(/\/inbox\/open/)
  await stage.context.clearCookies()
  await stage.page.goto('about:blank')
  await stage.page.goto(link)
  await stage.page.getByRole('button', { name: 'Sign in' }).click()
  await stage.page.getByRole('alert').waitFor()
})

it('signs in with a mailed code', async () => {
  const member = await stage.trunkline.member()
  await stage.to('/sign-in?next=/settings/security')
  await stage.page.getByLabel('Email').fill(member.email)
  await stage.page.getByRole('button', { name: 'Send me a code' }).click()
  await stage.page.getByRole('button', { name: 'Email' }).click()
  const code = /\b(\d{6}) is your code/.exec(await stage.mailTo(member.email, 'is your code'))?.[1] ?? ''
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  await stage.page.getByLabel('Code').fill(wrong)
  await stage.page.getByRole('alert').waitFor()
  await stage.page.getByLabel('Code').fill(code)
  await isIn()
})

it('sets a new password by a mailed link', async () => {
  const member = await stage.trunkline.member()
  await stage.to('/sign-in')
  await stage.page.getByRole('button', { name: 'Forgotten?' }).click()
  await stage.page.getByLabel('Email').fill(member.email)
  await stage.page.getByRole('button', { name: 'Email me a link' }).click()
  await stage.page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
  await stage.page.goto(linkIn(await stage.mailTo(member.email, '/reset-password#')))
  await stage.page.getByLabel('New password').fill('seven otters keep quiet')
  await stage.page.getByRole('button', { name: 'Set password' }).click()
  await stage.page.getByRole('heading', { name: 'Your new password is set' }).waitFor()
  await stage.signIn({ email: member.email, password: 'seven otters keep quiet' })
  await isIn()
})
