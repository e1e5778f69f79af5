import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { withWords } from './words-in.ts'

const say = fileURLToPath(new URL('./src/lib/words/say.ts', import.meta.url))
const own = fileURLToPath(new URL('./src/', import.meta.url))

/** Has the words in our components looked up in the reader's language. */
export const words = (): Plugin => ({
  name: 'trunkline:words',
  enforce: 'pre',
  transform: {
    order: 'pre',
    filter: { id: /\.svelte$/ },
    handler(source, id) {
      const code = id.startsWith(own) ? withWords(source, say) : null
      // Every line stays where it was, so there is nothing to map.
      return code === null ? null : { code, map: null }
    },
  },
})
