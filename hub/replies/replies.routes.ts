/** Routes of ready-made answers: one's own, and everybody's. */
import { z } from 'zod'
import { type Endpoint, endpoint, type MemberPermission } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { findReplies } from './find-replies.ts'
import type { Shelf } from './hold-reply.ts'
import * as api from './replies.api.ts'
import { useReply } from './use-reply.ts'
import { addReply, changeReply, removeReply } from './write-replies.ts'

const params = z.object({ id: z.uuid() })

export const replyRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/canned-replies',
    'conversations.reply',
    { summary: "Ready-made answers: everybody's and one's own", answer: api.CannedReplies },
    async (tx, { who }) => ({ items: await findReplies(tx, who) }),
  ),
  endpoint(
    'post',
    '/api/canned-replies/{id}/use',
    'conversations.reply',
    {
      summary: 'Count a use, and put its files into the composer of a conversation',
      params,
      body: api.useReply,
      answer: api.used,
      unaudited: 'nothing is said until it is sent',
    },
    (tx, { who, params: { id }, body }) => useReply(app, tx, who, id, body),
  ),
  ...shelfRoutes(app, 'own', '/api/canned-replies', 'conversations.reply'),
  ...shelfRoutes(app, 'shared', '/api/shared-replies', 'replies.manage'),
]

function shelfRoutes(app: App, shelf: Shelf, path: string, permission: MemberPermission): Endpoint[] {
  const whose = shelf === 'own' ? "one's own" : "everybody's"
  return [
    endpoint(
      'post',
      path,
      permission,
      {
        summary: `Add to ${whose} ready-made answers`,
        body: api.newReply,
        answer: api.CannedReply,
        status: 201,
      },
      (tx, { who, body }) => addReply(app, tx, who, shelf, body),
    ),
    endpoint(
      'patch',
      `${path}/{id}`,
      permission,
      { summary: `Change one of ${whose}`, params, body: api.changeReply, answer: api.CannedReply },
      (tx, { who, params: { id }, body }) => changeReply(app, tx, who, { shelf, id }, body),
    ),
    endpoint(
      'delete',
      `${path}/{id}`,
      permission,
      { summary: `Remove one of ${whose}`, params },
      (tx, { who, params: { id } }) => removeReply(tx, who, shelf, id),
    ),
  ]
}
