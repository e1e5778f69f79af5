import type { Checks } from './checks.ts'

/** What the parts of the proof share; `ask` sees the database as its owner. */
export type CatalogueScene = {
  checks: Checks
  tables: string[]
  /** Of tables that are kept by the month. */
  partitions: string[]
  ask<Row>(sql: string, values?: unknown[]): Promise<Row[]>
}
