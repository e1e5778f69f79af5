/** What the menus over a thread offer, fetched apart from their buttons. */
import { Later } from '../design/later.svelte.ts'

export const laterItems = new Later(() => import('./HeaderItems.svelte'))
