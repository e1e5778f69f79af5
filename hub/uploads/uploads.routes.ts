/** Routes of files in the composer. */
import { z } from 'zod'
import { type Endpoint, endpoint, uploadEndpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { dropUpload, readUpload } from './read-upload.ts'
import { takeUpload } from './take-upload.ts'
import { newUpload, Upload } from './uploads.api.ts'

const params = z.object({ id: z.uuid() })
const unaudited = "a file in the composer is nobody else's until it is sent"

export const uploadRoutes = (app: App): Endpoint[] => [
  uploadEndpoint(
    '/api/uploads',
    'conversations.reply',
    {
      summary: 'Put a file into the composer: the body is the file itself',
      query: newUpload,
      answer: Upload,
      status: 201,
      unaudited,
    },
    ({ who, query, bytes }) => takeUpload(app, who, query, bytes),
  ),
  endpoint(
    'get',
    '/api/uploads/{id}',
    'conversations.reply',
    {
      summary:
        "A redirect to the bytes of one's own file or one of a ready-made answer, at an address that lives five minutes",
      params,
      raw: true,
      redirects: true,
    },
    (tx, { who, params: { id } }) => readUpload(app, tx, who, id),
  ),
  endpoint(
    'delete',
    '/api/uploads/{id}',
    'conversations.reply',
    { summary: "Take one's own file out again", params, unaudited },
    (tx, { who, params: { id } }) => dropUpload(tx, who, id),
  ),
]
