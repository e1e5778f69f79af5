/** Drafts: one per member, conversation and kind. */
import { z } from 'zod'
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import * as api from './drafts.api.ts'
import { findDrafts } from './find-drafts.ts'
import { dropDraft, saveDraft } from './save-draft.ts'

const list = z.object({ items: z.array(api.DraftInList) })
const unaudited = "a draft is nobody else's"

export const draftRoutes = (app: App): Endpoint[] => [
  endpoint(
    'put',
    '/api/conversations/{id}/drafts/{kind}',
    'conversations.reply',
    {
      summary: 'Keep what one has begun to write; answers the newest, which may be from another device',
      params: api.draftParams,
      body: api.writeDraft,
      answer: api.Draft,
      unaudited,
    },
    (tx, { who, params, body }) => saveDraft(app, tx, who, params, body),
  ),
  endpoint(
    'delete',
    '/api/conversations/{id}/drafts/{kind}',
    'conversations.reply',
    { summary: 'Drop a draft', params: api.draftParams, unaudited },
    (tx, { who, params }) => dropDraft(app, tx, who, params),
  ),
  endpoint(
    'get',
    '/api/me/drafts',
    'conversations.reply',
    { summary: "One's own drafts, newest first", answer: list },
    (tx, { who }) => findDrafts(tx, who),
  ),
]
