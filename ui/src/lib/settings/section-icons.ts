/** The picture of each section of the settings. */
import Bell from '@lucide/svelte/icons/bell'
import Building from '@lucide/svelte/icons/building'
import FileClock from '@lucide/svelte/icons/file-clock'
import Inbox from '@lucide/svelte/icons/inbox'
import KeyRound from '@lucide/svelte/icons/key-round'
import LogIn from '@lucide/svelte/icons/log-in'
import MessageSquareText from '@lucide/svelte/icons/message-square-text'
import Palette from '@lucide/svelte/icons/palette'
import ShieldCheck from '@lucide/svelte/icons/shield-check'
import Tag from '@lucide/svelte/icons/tag'
import Tags from '@lucide/svelte/icons/tags'
import TextCursorInput from '@lucide/svelte/icons/text-cursor-input'
import Users from '@lucide/svelte/icons/users'
import UsersRound from '@lucide/svelte/icons/users-round'
import Webhook from '@lucide/svelte/icons/webhook'

export const sectionIcons: Record<string, typeof Inbox> = {
  '/settings/inboxes': Inbox,
  '/settings/replies': MessageSquareText,
  '/settings/labels': Tag,
  '/settings/fields': TextCursorInput,
  '/settings/people': Users,
  '/settings/teams': UsersRound,
  '/settings/roles': Tags,
  '/settings/sign-in': LogIn,
  '/settings/keys': KeyRound,
  '/settings/webhooks': Webhook,
  '/settings/audit': FileClock,
  '/settings/notifications': Bell,
  '/settings/security': ShieldCheck,
  '/settings/keys-and-looks': Palette,
  '/platform/tenants': Building,
}
