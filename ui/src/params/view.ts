/** The views a conversation list can show: the built-in ones by name, a saved one as `v/` and its id. */
import type { View } from '../lib/api/types.ts'

export const match = (param: string): param is View =>
  /^(open|mine|unassigned|snoozed|resolved|v\/[0-9a-f-]{36})$/.test(param)
