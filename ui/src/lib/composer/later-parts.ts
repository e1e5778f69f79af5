/** What the composer shows once somebody writes or adds a file, fetched apart from the box. */
import { Later } from '../design/later.svelte.ts'

export const laterLists = new Later(() => import('./PickerLists.svelte'))
export const laterTray = new Later(() => import('../files/FileTray.svelte'))
