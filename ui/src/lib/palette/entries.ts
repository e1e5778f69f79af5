/** What the palette offers before anything is looked for: what can be done here and now, and where one can go. */
import AppWindow from '@lucide/svelte/icons/app-window'
import ArrowRight from '@lucide/svelte/icons/arrow-right'
import BookOpen from '@lucide/svelte/icons/book-open'
import Inbox from '@lucide/svelte/icons/inbox'
import PaletteIcon from '@lucide/svelte/icons/palette'
import Rows from '@lucide/svelte/icons/rows-3'
import Settings from '@lucide/svelte/icons/settings'
import Zap from '@lucide/svelte/icons/zap'
import { densities, themes } from '../design/look.ts'
import { actions, type Group, groupWords } from '../keys/actions.ts'
import { type Bound, keys } from '../keys/keys.svelte.ts'
import { preferences } from '../preferences/preferences.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { sectionIcons } from '../settings/section-icons.ts'
import { sectionsFor } from '../settings/sections.ts'
import { savedViews } from '../views/saved-views.svelte.ts'
import { say } from '../words/say.ts'
import { conversationEntries } from './conversation-entries.ts'
import type { Entry, EntryGroup } from './entry.ts'

/** What concerns the open conversation comes first. */
const order: Group[] = ['Conversation', 'Go to', 'Lists', 'Everywhere']
/** As the table of actions has them. */
const inTable = (keys: string) => actions.findIndex(action => action.keys === keys)

export function standingGroups(conversationId: string | null): EntryGroup[] {
  const chosen = conversationId ? conversationEntries(conversationId) : []
  const bound = keys.all
    .filter(one => one.keys !== 'Mod+k' && !chosen.some(({ of }) => of === one.keys))
    .map(one => ({ of: one.keys, group: one.action?.group ?? 'Everywhere', entry: doing(one) }))
  const inside = chosen.map(({ of, after, entry }) => ({ of: of ?? after, group: 'Conversation', entry }))
  const all = [...bound, ...inside].sort((one, other) => inTable(one.of) - inTable(other.of))
  const doings = order.map(title => ({
    title: groupWords[title],
    entries: [
      ...all.filter(({ group }) => group === title).map(({ entry }) => entry),
      ...(title === 'Everywhere' ? looks() : []),
      ...(title === 'Go to' ? pages() : []),
    ],
  }))
  return [...doings, { title: say`Settings`, entries: settings() }]
}

const doing = ({ keys: of, does, run, action }: Bound): Entry => ({
  id: `action:${action?.name ?? of}`,
  label: does,
  icon: action?.group === 'Go to' ? ArrowRight : Zap,
  caps: keys.caps(of),
  run,
})

const looks = (): Entry[] => [
  {
    id: 'colours',
    label: say`Colours…`,
    icon: PaletteIcon,
    detail: themes.find(({ value }) => value === preferences.value.theme)?.label,
    inside: {
      title: say`Colours`,
      entries: () =>
        themes.map(({ value, label }) => ({
          id: `colours:${value}`,
          label,
          icon: PaletteIcon,
          isChecked: preferences.value.theme === value,
          run: () => preferences.set({ theme: value }),
        })),
    },
  },
  {
    id: 'rows',
    label: say`Rows…`,
    icon: Rows,
    detail: densities.find(({ value }) => value === preferences.value.density)?.label,
    inside: {
      title: say`Rows`,
      entries: () =>
        densities.map(({ value, label }) => ({
          id: `rows:${value}`,
          label,
          icon: Rows,
          isChecked: preferences.value.density === value,
          run: () => preferences.set({ density: value }),
        })),
    },
  },
]

const builtIn = [
  { view: 'open', name: say`Open` },
  { view: 'mine', name: say`Mine` },
  { view: 'unassigned', name: say`Unassigned` },
  { view: 'snoozed', name: say`Snoozed` },
  { view: 'resolved', name: say`Resolved` },
]

function pages(): Entry[] {
  const views = session.can('conversations.read')
    ? [...builtIn, ...savedViews.items.map(({ id, name }) => ({ view: `v/${id}`, name }))]
    : []
  return [
    ...views.map(
      ({ view, name }): Entry => ({
        id: `page:/inbox/${view}`,
        label: name,
        detail: say`Conversations`,
        icon: Inbox,
        href: `/inbox/${view}`,
      }),
    ),
    { id: 'page:/docs/api', label: say`API reference`, icon: BookOpen, href: '/docs/api' },
    ...(session.me?.catalogue
      ? [{ id: 'page:/catalogue', label: say`Catalogue of components`, icon: AppWindow, href: '/catalogue' }]
      : []),
  ]
}

const settings = (): Entry[] =>
  sectionsFor(session).flatMap(group =>
    group.sections.map(({ href, label }) => ({
      id: `page:${href}`,
      label,
      detail: group.label,
      icon: sectionIcons[href] ?? Settings,
      href,
    })),
  )
