/** The pages of the settings, and who sees which. */
import { say } from '../words/say.ts'

export type Section = {
  href: string
  label: string
  /** Any of these words opens it; none means everybody. */
  needs: string[]
  /** Other addresses that belong to it. */
  also?: string[]
}

export type SectionGroup = { label: string; sections: Section[] }

const groups: SectionGroup[] = [
  {
    label: say`Channels`,
    sections: [{ href: '/settings/inboxes', label: say`Inboxes`, needs: ['inboxes.read'] }],
  },
  {
    label: say`Desk`,
    sections: [
      { href: '/settings/replies', label: say`Ready-made answers`, needs: ['conversations.reply'] },
      { href: '/settings/labels', label: say`Labels`, needs: ['teams.manage'] },
      { href: '/settings/fields', label: say`Fields`, needs: ['teams.manage'] },
    ],
  },
  {
    label: say`People`,
    sections: [
      {
        href: '/settings/people',
        label: say`People`,
        needs: ['members.manage'],
        also: ['/settings/invitations'],
      },
      { href: '/settings/teams', label: say`Teams`, needs: ['teams.manage'] },
      { href: '/settings/roles', label: say`Roles`, needs: ['roles.manage', 'members.manage'] },
      { href: '/settings/sign-in', label: say`Sign-in methods`, needs: ['sign-in.manage'] },
    ],
  },
  {
    label: say`Other programs`,
    sections: [
      { href: '/settings/keys', label: say`API keys`, needs: ['keys.manage'] },
      { href: '/settings/webhooks', label: say`Webhooks`, needs: ['webhooks.manage'] },
    ],
  },
  {
    label: say`Record`,
    sections: [{ href: '/settings/audit', label: say`Audit`, needs: ['audit.read'] }],
  },
]

const yours: SectionGroup = {
  label: say`Yours`,
  sections: [
    { href: '/settings/notifications', label: say`Notifications`, needs: ['conversations.read'] },
    { href: '/settings/security', label: say`Security`, needs: [] },
    { href: '/settings/keys-and-looks', label: say`Keys and looks`, needs: [] },
  ],
}

const platform: SectionGroup = {
  label: say`Installation`,
  sections: [{ href: '/platform/tenants', label: say`Providers`, needs: [] }],
}

type Visitor = { can(word: string): boolean; operator: object | null; borrowed: object | null }

/** What this person sees, groups without anything left out. */
export function sectionsFor(visitor: Visitor): SectionGroup[] {
  // What is a person's own is not shown to somebody who looks through their eyes.
  const personal = visitor.borrowed ? [] : [yours]
  const above = visitor.operator ? [platform] : []
  return [...groups, ...personal, ...above]
    .map(group => ({
      ...group,
      sections: group.sections.filter(
        ({ needs }) => needs.length === 0 || needs.some(word => visitor.can(word)),
      ),
    }))
    .filter(group => group.sections.length > 0)
}

export const isHere = (section: Section, path: string): boolean =>
  [section.href, ...(section.also ?? [])].some(place => path === place || path.startsWith(`${place}/`))
