/** Gathers what arrives together, for each tenant apart: a batch is one transaction, and a transaction has one tenant. */
import { type Gather, gather } from './gather.ts'

export type GatherByTenant<I, O> = { add(tenantId: string, item: I): Promise<O> }

/** `work` gets up to `most` items of one tenant and answers one result per item. One batch per tenant at a time. */
export function gatherByTenant<I, O>(
  most: number,
  work: (tenantId: string, items: I[]) => Promise<O[]>,
): GatherByTenant<I, O> {
  const tenants = new Map<string, Gather<I, O>>()
  return {
    add(tenantId, item) {
      let gathered = tenants.get(tenantId)
      if (!gathered) {
        gathered = gather<I, O>(most, items => work(tenantId, items))
        tenants.set(tenantId, gathered)
      }
      return gathered.add(item)
    },
  }
}
