import type { Config } from '../../platform/config.ts'
import { isReachedFromOutside } from '../../platform/egress/outside.ts'

/** Where providers can fetch files from, without a slash at the end; null where this server is not reached from outside. */
export function filesHost({ FILES_URL, publicUrl }: Config): string | null {
  const host = FILES_URL ?? publicUrl
  return isReachedFromOutside(host) ? host : null
}
