/** What a list shows of each row. */
import type { Snippet } from 'svelte'

export type Column<Row> = {
  title: string
  cell: Snippet<[Row]>
  /** The name the server sorts by, and which way comes first. */
  sort?: { name: string; first: 'up' | 'down' }
  /** Numbers stand at the end of their column. */
  isNumber?: boolean
  /** The narrowest screen that has room for it. */
  from?: 'md' | 'lg' | 'xl'
}

/** Written out, because classes are found in the source as words. */
export const fromClass = { md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' }
