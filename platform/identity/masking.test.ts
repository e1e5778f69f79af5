import { describe, expect, test } from 'vitest'
import { hiddenFrom, mask } from './masking.ts'
import { permissionsOf } from './roles.ts'

const all = { phone: true, email: true, balance: true }

describe('masking', () => {
  test('hides what the words of a role do not give, and nothing from those who hold them all', () => {
    expect(hiddenFrom({ permissions: permissionsOf('agent') })).toBeNull()
    expect(hiddenFrom({ permissions: permissionsOf('network') })).toEqual({
      phone: false,
      email: false,
      balance: true,
    })
    expect(hiddenFrom({ permissions: [] })).toEqual(all)
  })

  test('shortens phones and addresses wherever they stand, also as the name of somebody without one', () => {
    const row = {
      contact: { id: 'x', name: '+27821230001' },
      identities: [
        { kind: 'phone', value: '+27 82 123 0001' },
        { kind: 'email', value: 'thandi@homebox.example' },
        { kind: 'telegram', value: '@thandi' },
      ],
      email: 'thandi@homebox.example',
      phone: '+27821230001',
      replyRoutes: [{ to: '+27821230001', title: 'WhatsApp' }],
    }
    expect(mask(row, all)).toEqual({
      contact: { id: 'x', name: '••••••001' },
      identities: [
        { kind: 'phone', value: '••••••001' },
        { kind: 'email', value: 't•••••@homebox.example' },
        { kind: 'telegram', value: '@thandi' },
      ],
      email: 't•••••@homebox.example',
      phone: '••••••001',
      replyRoutes: [{ to: '••••••001', title: 'WhatsApp' }],
    })
  })

  test('takes money away and leaves names, days and texts as they are', () => {
    const card = {
      name: 'Thandi Mokoena',
      balance: { minor: 100, currency: 'ZAR' },
      openInvoices: [{ id: 1 }],
      lastPayment: { method: 'card' },
      startedOn: '2026-11-01',
      text: 'call me on +27821230001',
    }
    expect(mask(card, { phone: false, email: false, balance: true })).toEqual({
      name: 'Thandi Mokoena',
      balance: null,
      openInvoices: [],
      lastPayment: null,
      startedOn: '2026-11-01',
      text: 'call me on +27821230001',
    })
    expect(mask(card, { phone: true, email: true, balance: false })).toEqual(card)
  })
})
