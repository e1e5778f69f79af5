import type { ConversationRow } from '../api/types.ts'

type Priority = ConversationRow['priority']

/** Highest first, as the menu lists them. */
export const priorities: Priority[] = ['urgent', 'high', 'normal', 'low']

export const priorityWords: Record<Priority, string> = {
  urgent: 'Urgent',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
}
