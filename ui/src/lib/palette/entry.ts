/** One line of the palette. */
import type Inbox from '@lucide/svelte/icons/inbox'

export type Entry = {
  /** Its own among all lines there may be, and the same next time. */
  id: string
  label: string
  /** A few words behind it. */
  detail?: string | undefined
  icon: typeof Inbox
  /** Keys that do the same, as they are printed. */
  caps?: string[]
  /** Set now. */
  isChecked?: boolean
  /** Said instead of doing something. */
  whyNot?: string | undefined
  /** Places of the letters that were looked for. */
  at?: number[]
} & (
  | { href: string }
  /** `stays`: often more than one is chosen. */
  | { run: () => unknown; stays?: boolean }
  /** Its choices take the place of the list. */
  | { inside: Inside }
)

export type Inside = { title: string; entries: () => Entry[]; nothing?: string }

export type EntryGroup = { title: string; entries: Entry[] }
