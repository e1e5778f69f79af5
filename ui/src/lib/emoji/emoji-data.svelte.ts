/** All emoji with their names: one file of our own, fetched when the first one is wanted. */
import address from 'emoji-picker-element-data/en/iamcal/data.json?url'
import type { Emoji } from './emoji-word.ts'

export { address }

class EmojiData {
  all = $state.raw<Emoji[]>([])
  #asked = false

  /** Once; after a failure the next colon asks again. */
  load(): void {
    if (this.#asked) return
    this.#asked = true
    fetch(address)
      .then(answer => answer.json() as Promise<Emoji[]>)
      .then(all => {
        this.all = all.filter(one => one.shortcodes)
      })
      .catch(() => {
        this.#asked = false
      })
  }
}

export const emojiData = new EmojiData()
