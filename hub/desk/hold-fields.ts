/** The tenant's own fields by key, held against removal until the transaction ends. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { CustomField } from './desk.api.ts'

/** Keys that are no field are absent. */
export async function holdFields(tx: Tx, keys: string[]): Promise<Map<string, z.infer<typeof CustomField>>> {
  if (keys.length === 0) return new Map()
  const { rows } = await tx.query<z.infer<typeof CustomField>>(
    'SELECT id, key, title, kind, choices FROM custom_fields WHERE key = ANY($1) ORDER BY id FOR SHARE',
    [keys],
  )
  return new Map(rows.map(row => [row.key, row]))
}
