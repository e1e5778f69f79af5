import { expect, test } from 'vitest'
import { whatsapp } from './index.ts'

const news = (value: object) =>
  whatsapp.read(
    Buffer.from(
      JSON.stringify({
        unknown: {
          envelope: { id: '900800700', time: 1767250800 },
          change: { field: 'message_template_status_update', value },
        },
      }),
    ),
  )

test.each([
  [{ event: 'PAUSED', reason: 'NONE' }, 'paused', /paused/],
  [{ event: 'LOCKED', other_info: { title: 'FIRST_PAUSE' } }, 'paused', /paused/],
  [{ event: 'LOCKED', other_info: { title: 'UNPAUSE' } }, 'approved', null],
  [{ event: 'DISABLED' }, 'disabled', /disabled it for good/],
  [{ event: 'REINSTATED' }, 'approved', null],
  [{ event: 'FLAGGED' }, 'approved', null],
  [{ event: 'ARCHIVED' }, 'disabled', /archived/],
  [{ event: 'PENDING_DELETION', reason: null }, 'removed', /deleted/],
  [
    { event: 'REJECTED', reason: 'INVALID_FORMAT', rejection_info: { reason: 'A brace is open.' } },
    'rejected',
    /invalid format\. A brace is open\./,
  ],
])('%j is news', async (value, status, reason) => {
  expect(await news({ message_template_id: 1689556908129832, ...value })).toEqual([
    {
      ...{ type: 'template', externalId: '1689556908129832', status, at: new Date(1767250800_000) },
      reason: reason && expect.stringMatching(reason),
    },
  ])
})

test('a lock that only forbids editing, or news without a template, stays unknown', async () => {
  const unknown = [{ type: 'unknown', kind: 'message_template_status_update' }]
  expect(await news({ message_template_id: 1, event: 'LOCKED', other_info: { title: 'EDIT' } })).toEqual(
    unknown,
  )
  expect(await news({ event: 'PAUSED' })).toEqual(unknown)
})
