/** What stands beside a thread or over it, fetched apart from it: the words come first. */
import { Later } from '../design/later.svelte.ts'

export const laterPanel = new Later(() => import('../panel/Panel.svelte'))
export const laterMove = new Later(() => import('../moves/MoveDialog.svelte'))
export const laterMerge = new Later(() => import('../moves/MergeConversationDialog.svelte'))
