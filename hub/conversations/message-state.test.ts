import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ReceiptState } from '../../channels/channel.ts'
import { afterReceipt } from './message-state.ts'
import type { MessageState } from './shapes.ts'

const receipts = fc.constantFrom<ReceiptState>('sent', 'delivered', 'read', 'failed')
const fold = (list: ReceiptState[], start: MessageState = 'sending') => list.reduce(afterReceipt, start)

it('ends in the same state whatever the order and however often receipts come', () => {
  fc.assert(
    fc.property(fc.array(receipts, { maxLength: 6 }), fc.array(receipts, { maxLength: 6 }), (a, b) => {
      const all = [...a, ...b]
      expect(fold([...all, ...a])).toBe(fold([...all].reverse()))
    }),
  )
})

it('settles an unknown outcome with any receipt', () => {
  expect(afterReceipt('unknown', 'sent')).toBe('sent')
  expect(afterReceipt('unknown', 'delivered')).toBe('delivered')
  expect(afterReceipt('unknown', 'failed')).toBe('failed')
})

it('takes read without delivered, and never goes back', () => {
  expect(fold(['sent', 'read', 'delivered', 'sent'])).toBe('read')
  expect(fold(['delivered', 'failed'])).toBe('delivered')
  expect(fold(['failed', 'sent'])).toBe('failed')
  expect(fold(['failed', 'delivered'])).toBe('delivered')
})
