/** Routes of the audit trail: endpoint -> verb. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import * as api from './audit.api.ts'
import { exportAudit } from './export-audit.ts'
import { auditActions, findAudit } from './find-audit.ts'

export const auditRoutes = (_app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/audit',
    'audit.read',
    { summary: 'Who changed what, newest first', query: api.pageQuery, answer: api.AuditPage },
    (tx, { query }) => findAudit(tx, query),
  ),
  endpoint(
    'get',
    '/api/audit/actions',
    'audit.read',
    { summary: 'Actions to filter by', query: api.filterQuery, answer: api.AuditActions },
    (tx, { query }) => auditActions(tx, query),
  ),
  endpoint(
    'get',
    '/api/audit/export',
    'audit.read',
    { summary: 'The same rows as a file, CSV or JSON lines', query: api.exportQuery, raw: true, cost: 20 },
    (tx, { who, query }) => exportAudit(tx, who, query),
  ),
]
