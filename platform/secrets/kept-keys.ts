/** Unwrapped keys in memory, never more than `most`: the longest unused go first. */
export function createKeptKeys(most: number) {
  const keys = new Map<string, Buffer>()
  const nameOf = (tenantId: string, version: number) => `${tenantId} ${version}`
  return {
    get(tenantId: string, version: number): Buffer | undefined {
      const name = nameOf(tenantId, version)
      const key = keys.get(name)
      if (!key) return undefined
      keys.delete(name)
      keys.set(name, key)
      return key
    },
    set(tenantId: string, version: number, key: Buffer): void {
      keys.set(nameOf(tenantId, version), key)
      const oldest = keys.size > most ? keys.keys().next().value : undefined
      if (oldest !== undefined) keys.delete(oldest)
    },
  }
}
