/** The lists that open while one types: names after @ in a note, ready-made answers after /, emoji after a colon. */
import type { CannedReply, ConversationListItem } from '../api/types.ts'
import { emojiData } from '../emoji/emoji-data.svelte.ts'
import { type Emoji, emojiWord, rankedEmoji } from '../emoji/emoji-word.ts'
import { insertReply } from '../replies/insert-reply.ts'
import { readyReplies } from '../replies/ready-replies.svelte.ts'
import { rankedReplies, slashWord } from '../replies/slash-word.ts'
import type { Composition } from './composition.svelte.ts'
import { type MentionChoice, mentionWord, ranked } from './mention-word.ts'
import { replaceText } from './replace-text.ts'
import { type TypedWord, WordPicker } from './word-picker.svelte.ts'

type At = {
  writing: Composition
  row: () => ConversationListItem
  box: () => HTMLTextAreaElement | undefined
}

export class Pickers {
  names: WordPicker<MentionChoice>
  replies: WordPicker<CannedReply>
  emoji: WordPicker<Emoji>
  /** What was typed of an emoji's name. */
  emojiQuery = $state('')

  constructor({ writing, row, box }: At) {
    const replace = ({ start, query }: TypedWord, text: string) => {
      const node = box()
      if (node) replaceText(node, start, start + 1 + query.length, text)
    }
    this.names = new WordPicker<MentionChoice>({
      word: (text, caret) => (writing.isReply ? null : mentionWord(text, caret)),
      choices: query => ranked(writing.names.choices, query),
      mayChoose: choice => choice.tells > 0,
      after: choice => choice.name,
      choose: (word, { name }) => {
        const next = box()?.value.slice(word.start + 1 + word.query.length) ?? ''
        replace(word, `@${name}${/^[\s.,;:!?)]/.test(next) ? '' : ' '}`)
      },
    })
    this.replies = new WordPicker<CannedReply>({
      word: (text, caret) => {
        const word = slashWord(text, caret)
        if (word) readyReplies.freshen()
        return word
      },
      choices: query => rankedReplies(readyReplies.all, query),
      choose: (word, reply) => {
        const node = box()
        if (node) void insertReply(node, word, reply, { row: row(), mode: writing.mode })
      },
    })
    this.emoji = new WordPicker<Emoji>({
      word: (text, caret) => {
        const word = emojiWord(text, caret)
        if (word) emojiData.load()
        this.emojiQuery = word?.query ?? ''
        return word
      },
      choices: query => rankedEmoji(emojiData.all, query),
      choose: (word, { emoji }) => replace(word, emoji),
    })
  }

  /** The one that is open; only one sign at a time is being typed after. */
  get open() {
    return [this.names, this.replies, this.emoji].find(picker => picker.isOpen) ?? null
  }

  look(box: HTMLTextAreaElement): void {
    this.names.look(box)
    this.replies.look(box)
    this.emoji.look(box)
  }

  close(): void {
    this.names.close()
    this.replies.close()
    this.emoji.close()
  }

  keydown = (event: KeyboardEvent): boolean => this.open?.keydown(event) ?? false
}
