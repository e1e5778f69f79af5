/** The audit trail, as the server speaks of it. */
import { client, Failure, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

export type AuditRow = components['schemas']['AuditRow']
export type ExportFormat = 'csv' | 'jsonl'

export const audit = {
  find: (query: Record<string, string>, cursor: string | null) =>
    ok(client.GET('/api/audit', { params: { query: { ...query, ...(cursor ? { cursor } : {}) } } })),
  actions: () => ok(client.GET('/api/audit/actions')),
}

/** The rows as a file. A Failure says why there is none, such as too many rows. */
export async function exportFile(query: Record<string, string>, format: ExportFormat): Promise<Blob> {
  const response = await fetch(`/api/audit/export?${new URLSearchParams({ ...query, format })}`).catch(() => {
    throw new Failure(0, 'The server cannot be reached right now.')
  })
  if (response.ok) return response.blob()
  const problem = (await response.json().catch(() => null)) as { detail?: string } | null
  throw new Failure(response.status, problem?.detail ?? 'The file could not be made.')
}
