/** The pages of the settings, and who sees which. */

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
    label: 'Channels',
    sections: [{ href: '/settings/inboxes', label: 'Inboxes', needs: ['inboxes.read'] }],
  },
  {
    label: 'Desk',
    sections: [
      { href: '/settings/replies', label: 'Ready-made answers', needs: ['conversations.reply'] },
      { href: '/settings/labels', label: 'Labels', needs: ['teams.manage'] },
      { href: '/settings/fields', label: 'Fields', needs: ['teams.manage'] },
    ],
  },
  {
    label: 'People',
    sections: [
      {
        href: '/settings/people',
        label: 'People',
        needs: ['members.manage'],
        also: ['/settings/invitations'],
      },
      { href: '/settings/teams', label: 'Teams', needs: ['teams.manage'] },
      { href: '/settings/roles', label: 'Roles', needs: ['roles.manage', 'members.manage'] },
      { href: '/settings/sign-in', label: 'Sign-in methods', needs: ['sign-in.manage'] },
    ],
  },
  {
    label: 'Other programs',
    sections: [
      { href: '/settings/keys', label: 'API keys', needs: ['keys.manage'] },
      { href: '/settings/webhooks', label: 'Webhooks', needs: ['webhooks.manage'] },
    ],
  },
  {
    label: 'Record',
    sections: [{ href: '/settings/audit', label: 'Audit', needs: ['audit.read'] }],
  },
]

const yours: SectionGroup = {
  label: 'Yours',
  sections: [
    { href: '/settings/notifications', label: 'Notifications', needs: ['conversations.read'] },
    { href: '/settings/security', label: 'Security', needs: [] },
    { href: '/settings/keys-and-looks', label: 'Keys and looks', needs: [] },
  ],
}

const platform: SectionGroup = {
  label: 'Installation',
  sections: [{ href: '/platform/tenants', label: 'Providers', needs: [] }],
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
