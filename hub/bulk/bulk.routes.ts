/** Routes of changes to many conversations. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import * as api from './bulk.api.ts'
import { cancelBulkJob, findBulkJob, undoBulkJob } from './bulk-jobs.ts'
import { startBulkJob } from './start-bulk.ts'

const params = api.idParam

export const bulkRoutes = (app: App): Endpoint[] => [
  endpoint(
    'post',
    '/api/bulk',
    'conversations.reply',
    { summary: 'Change many conversations', body: api.startBulk, answer: api.BulkJob, status: 201, cost: 5 },
    (tx, { who, body }) => startBulkJob(app, tx, who, body),
  ),
  endpoint(
    'get',
    '/api/bulk/{id}',
    'conversations.reply',
    { summary: 'How far it is, and what was left out', params, answer: api.BulkJob },
    (tx, { who, params: { id } }) => findBulkJob(tx, who, id),
  ),
  endpoint(
    'post',
    '/api/bulk/{id}/cancel',
    'conversations.reply',
    { summary: 'Stop it where it is', params, answer: api.BulkJob },
    (tx, { who, params: { id } }) => cancelBulkJob(tx, who, id),
  ),
  endpoint(
    'post',
    '/api/bulk/{id}/undo',
    'conversations.reply',
    { summary: 'Take it back, within ten minutes', params, answer: api.BulkJob },
    (tx, { who, params: { id } }) => undoBulkJob(app, tx, who, id),
  ),
]
