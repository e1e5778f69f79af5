/** What came by web push -> the notice that is shown. Pure; the server's hub/push/payload.ts says what comes. */
import { type Kind, kinds } from '../../../../hub/notifications/worth-telling.ts'
import type { DesktopNotice } from './desktop.ts'
import { bodyOf } from './kind-words.ts'

type Pushed = {
  memberId: string
  kind: string
  conversationId: string | null
  name: string
  inbox: string | null
  by: string | null
  text: string
}

const tried: DesktopNotice = {
  title: 'Trunkline',
  body: 'This is how you are told when Trunkline is closed.',
  tag: 'try',
  path: '/settings/notifications',
}

export type PushedNotice = DesktopNotice & { isTest: boolean }

/** Null where it is not for whoever sits here (`ownerId`), or where it cannot be read. */
export function noticeOfPush(came: unknown, ownerId: string | null): PushedNotice | null {
  const pushed = came as Partial<Pushed> | null
  if (!ownerId || pushed?.memberId !== ownerId) return null
  if (pushed.kind === 'test') return { ...tried, isTest: true }
  const { conversationId, name, inbox, by, text } = pushed
  if (typeof conversationId !== 'string' || typeof name !== 'string') return null
  const kind = kinds.find(each => each === pushed.kind) ?? ('message' satisfies Kind)
  const body = bodyOf(kind, typeof text === 'string' ? text : '', by ?? null)
  return {
    title: name,
    body: inbox ? `${body}\n${inbox}` : body,
    tag: conversationId,
    path: `/inbox/open/${encodeURIComponent(conversationId)}`,
    isTest: false,
  }
}
