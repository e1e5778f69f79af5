/** Keys begin with the tenant, and no reference can lead from one tenant to another. */

import { uniqueAbove } from './catalogue-declared.ts'
import type { CatalogueScene } from './catalogue-scene.ts'

export async function keysAndReferences(scene: CatalogueScene): Promise<void> {
  await uniqueIndexes(scene)
  await references(scene)
}

async function uniqueIndexes({ checks, tables, ask }: CatalogueScene): Promise<void> {
  const rows = await ask<{ table: string; name: string; first: string | null; primary: boolean }>(
    `SELECT t.relname AS table, i.relname AS name, x.indisprimary AS primary,
       (SELECT attname FROM pg_attribute WHERE attrelid = x.indrelid AND attnum = x.indkey[0]) AS first
     FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
     WHERE t.relnamespace = 'public'::regnamespace AND t.relname = ANY ($1) AND (x.indisunique OR x.indisprimary OR x.indisexclusion)
     ORDER BY 1, 2`,
    [tables],
  )
  checks.step(`${rows.length} unique indexes`)
  const found = new Set(rows.map(row => row.name))
  for (const { table, name, first } of rows) {
    if (name in uniqueAbove) continue
    checks.same(`${table}.${name} begins with`, 'tenant_id', first ?? 'an expression')
  }
  for (const name of Object.keys(uniqueAbove)) {
    checks.holds(`declared exception ${name}`, found.has(name), 'an index', 'none of this name')
  }
  const keyed = new Set(rows.filter(row => row.primary).map(row => row.table))
  for (const table of tables) checks.holds(`${table}: primary key`, keyed.has(table), 'one', 'none')
}

async function references({ checks, tables, ask }: CatalogueScene): Promise<void> {
  const rows = await ask<{ name: string; from: string; to: string; columns: string[]; targets: string[] }>(
    `SELECT k.conname AS name, f.relname AS from, t.relname AS to,
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, at)
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.at) AS columns,
       ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, at)
         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.at) AS targets
     FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
     WHERE k.contype = 'f' AND f.relname = ANY ($1) ORDER BY 2, 1`,
    [tables],
  )
  checks.step(`${rows.length} foreign keys`)
  for (const { name, from, to, columns, targets } of rows) {
    const at = columns.indexOf('tenant_id')
    const got = `(${columns.join(', ')}) -> ${to} (${targets.join(', ')})`
    checks.holds(`${from}.${name}`, at >= 0 && targets[at] === 'tenant_id', 'tenant_id on both sides', got)
  }
}
