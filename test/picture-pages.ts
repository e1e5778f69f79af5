/** Which pages are taken pictures of, and how each is reached in the demo. */
import type { Page } from 'playwright-core'

export type Picture = {
  name: string
  /** The route it shows, as its folder in ui/src/routes is called. */
  route: string
  /** Where it is, or how one gets there from the list. */
  path: string
  open?: (page: Page) => Promise<unknown>
}

const firstRow = (page: Page, prefix: string) =>
  page.locator(`main a[href^="${prefix}"]:not([href$="/new"])`).first().click()
/** By keys, as in every list: the first row, and its page. */
async function openFirst(page: Page): Promise<void> {
  const list = page.url()
  await page.locator('[data-record]').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  await page.waitForURL(url => url.href !== list && !url.searchParams.has('open'))
}
const toConversation = (page: Page) => page.getByText('Thandi Mokoena', { exact: true }).first().click()

/** Whoever signs in sees these; the demo's owner sees all of them. */
export const pictures: Picture[] = [
  { name: 'inbox', route: '(app)/inbox/[...view=view]/[id]', path: '/inbox/open', open: openThread },
  { name: 'list', route: '(app)/inbox/[...view=view]', path: '/inbox/open' },
  { name: 'failed', route: '(app)/inbox/failed', path: '/inbox/failed' },
  { name: 'mentions', route: '(app)/mentions', path: '/mentions' },
  { name: 'customers', route: '(app)/customers', path: '/customers' },
  {
    name: 'customer',
    route: '(app)/customers/[id]/[[tab]]',
    path: '/customers?q=thandi',
    open: openFirst,
  },
  { name: 'tickets', route: '(app)/tickets', path: '/tickets' },
  { name: 'board', route: '(app)/tickets/board', path: '/tickets/board' },
  {
    name: 'ticket',
    route: '(app)/tickets/[id]',
    path: '/tickets',
    open: openFirst,
  },
  { name: 'network', route: '(app)/network', path: '/network' },
  { name: 'sessions', route: '(app)/network/sessions', path: '/network/sessions' },
  {
    name: 'session',
    route: '(app)/network/sessions/[id]',
    path: '/network/sessions',
    open: openFirst,
  },
  { name: 'sign-ins', route: '(app)/network/sign-ins', path: '/network/sign-ins' },
  { name: 'search', route: '(app)/search', path: '/search?q=line' },
  { name: 'start', route: '(app)/start', path: '/start' },
  { name: 'catalogue', route: '(app)/catalogue', path: '/catalogue' },
  { name: 'settings', route: '(app)/settings', path: '/settings' },
  { name: 'inboxes', route: '(app)/settings/inboxes', path: '/settings/inboxes' },
  { name: 'inbox-new', route: '(app)/settings/inboxes/new', path: '/settings/inboxes/new' },
  {
    name: 'inbox-settings',
    route: '(app)/settings/inboxes/[id]',
    path: '/settings/inboxes',
    open: page => firstRow(page, '/settings/inboxes/'),
  },
  { name: 'replies', route: '(app)/settings/replies', path: '/settings/replies' },
  { name: 'labels', route: '(app)/settings/labels', path: '/settings/labels' },
  { name: 'fields', route: '(app)/settings/fields', path: '/settings/fields' },
  { name: 'people', route: '(app)/settings/people', path: '/settings/people' },
  {
    name: 'person',
    route: '(app)/settings/people/[id]',
    path: '/settings/people',
    open: page => firstRow(page, '/settings/people/'),
  },
  { name: 'invitations', route: '(app)/settings/invitations', path: '/settings/invitations' },
  { name: 'teams', route: '(app)/settings/teams', path: '/settings/teams' },
  { name: 'roles', route: '(app)/settings/roles', path: '/settings/roles' },
  { name: 'sign-in-methods', route: '(app)/settings/sign-in', path: '/settings/sign-in' },
  { name: 'api-keys', route: '(app)/settings/keys', path: '/settings/keys' },
  { name: 'webhooks', route: '(app)/settings/webhooks', path: '/settings/webhooks' },
  { name: 'webhook-new', route: '(app)/settings/webhooks/new', path: '/settings/webhooks/new' },
  { name: 'audit', route: '(app)/settings/audit', path: '/settings/audit' },
  { name: 'notifications', route: '(app)/settings/notifications', path: '/settings/notifications' },
  { name: 'security', route: '(app)/settings/security', path: '/settings/security' },
  { name: 'keys-and-looks', route: '(app)/settings/keys-and-looks', path: '/settings/keys-and-looks' },
  { name: 'providers', route: '(app)/platform/tenants', path: '/platform/tenants' },
  {
    name: 'provider',
    route: '(app)/platform/tenants/[id]',
    path: '/platform/tenants',
    open: page => firstRow(page, '/platform/tenants/'),
  },
  { name: 'simulator', route: '(app)/simulator', path: '/simulator' },
  { name: 'api', route: 'docs/api', path: '/docs/api' },
]

/** Seen by people who are not signed in. */
export const outside: Picture[] = [
  { name: 'sign-in', route: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-link', route: 'sign-in/link', path: '/sign-in/link' },
  { name: 'join', route: 'join', path: '/join?token=old' },
  { name: 'reset-password', route: 'reset-password', path: '/reset-password?token=old' },
]

/** Without one to show in the demo: a webhook of one's own has to be made first. */
export const unseen = ['(app)/settings/webhooks/[id]']

async function openThread(page: Page): Promise<void> {
  await toConversation(page)
  const line = page.getByText(/Online since|Offline since/).first()
  // On a phone the panel is behind its button.
  await line.waitFor({ timeout: 5_000 }).catch(() => {})
}
