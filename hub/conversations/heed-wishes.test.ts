import { expect, test } from 'vitest'
import { channels } from '../../channels/index.ts'
import { wishOf } from './heed-wishes.ts'

const words = channels.get('sms')?.abilities.optOut ?? expect.fail('SMS has words to opt out')

test('a word alone is a wish, whatever its case and the white space around it', () => {
  for (const text of ['STOP', 'stop', ' Stop\n', 'StopAll', 'unsubscribe', 'CANCEL', 'end', 'quit']) {
    expect(wishOf(text, words), text).toMatchObject({ out: true, word: text.trim().toUpperCase() })
  }
  for (const text of ['START', 'yes', 'Unstop']) expect(wishOf(text, words)).toMatchObject({ out: false })
})

test('a word among others is talk, and nothing is no wish', () => {
  for (const text of ['please stop', 'STOP.', 'stop it', 'yes please', 'S T O P', '', '   ', 'endless']) {
    expect(wishOf(text, words), text).toBeNull()
  }
})

test('channels without such words hear none', () => {
  for (const [kind, { abilities }] of channels) {
    if (kind !== 'sms') expect(wishOf('STOP', abilities.optOut), kind).toBeNull()
  }
})
