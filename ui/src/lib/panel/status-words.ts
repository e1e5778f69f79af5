/** A customer's status in the middle of a line. */
import type { CustomerCard } from '../api/types.ts'
import { say } from '../words/say.ts'

export const statusWords: Record<CustomerCard['status'], string> = {
  active: say`active`,
  suspended: say`suspended`,
  pending: say`pending`,
  ended: say`ended`,
}
