import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IncomingMessage } from '../channel.ts'
import { toItem } from './item.ts'
import { fetchFile, read } from './read.ts'
import { samples } from './samples.ts'

const OURS = 'support@fibreway.example'

function mail(...lines: string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'utf8')
}

async function message(raw: Buffer): Promise<IncomingMessage> {
  const [first] = await read(raw)
  if (first?.type !== 'message') throw new Error(`expected a message, got ${first?.type}`)
  return first
}

function fetched(raw: Buffer) {
  return toItem({ account: OURS, sizeBytes: raw.length, note: 'complete', mail: raw }, '1:1').raw
}

test.each(samples.raws)('reads $name', async ({ raw, expect: expected }) => {
  const events = await read(raw)
  expect(events.map(event => event.type)).toEqual(expected.types)
  if (expected.fromValue) expect(events[0]).toMatchObject({ from: { value: expected.fromValue } })
  if (expected.text) expect(events[0]).toMatchObject({ text: expected.text })
})

test('a whole mail is read: sender, subject, ids, date and attachment', async () => {
  const sample = samples.raws[0]!.raw
  expect(await message(fetched(sample))).toMatchObject({
    externalId: 'a1@customer.example',
    from: { kind: 'email', value: 'naledi@customer.example', name: 'Naledi Example' },
    subject: 'No internet since café time',
    sentAt: new Date('2025-03-04T07:15:00Z'),
    references: ['m2@fibreway.example', 'm1@fibreway.example'],
    attachments: [{ ref: '0', name: 'router.png', contentType: 'image/png', sizeBytes: 8 }],
    automatic: false,
    flags: [],
  })
  const file = await fetchFile('0', fetched(sample))
  expect(file).toEqual({ bytes: Buffer.from('iVBORw0KGgo=', 'base64'), contentType: 'image/png' })
  await expect(fetchFile('1', sample)).rejects.toMatchObject({ outcome: 'rejected' })
})

describe('the sender', () => {
  test.each([
    ['From: <Naledi@Customer.Example>', 'naledi@customer.example', []],
    [
      'From: not an address\r\nReply-To: a@b.example',
      'a@b.example',
      ['no valid From address, taken from another header'],
    ],
    ['Return-Path: <c@d.example>', 'c@d.example', ['no valid From address, taken from another header']],
    ['Subject: nobody', 'unknown@invalid', ['no sender address']],
    [`From: ${OURS.toUpperCase()}`, OURS, ['from our own address']],
    [
      'From: form@site.example\r\nReply-To: e@f.example',
      'form@site.example',
      ['asks for replies to e@f.example'],
    ],
    ['From: a@b.example, x@y.example', 'a@b.example', ['more than one From address']],
    ['From: a@b.example\r\nFrom: x@y.example', 'a@b.example', ['more than one From address']],
  ])('%j is read as %s', async (headers, value, flags) => {
    const read = await message(fetched(mail(headers, '', 'Hello')))
    expect(read.from.value).toBe(value)
    expect(read.flags).toEqual(flags)
    expect(read.text).toBe('Hello')
  })
})

describe('ids', () => {
  test('a mail without a Message-ID gets one from its content, the same wherever it was fetched', async () => {
    const plain = mail('From: a@b.example', '', 'Hello')
    const { externalId } = await message(plain)
    expect(externalId).toMatch(/^nomid:[0-9a-f]{32}$/)
    expect((await message(fetched(plain))).externalId).toBe(externalId)
    expect((await message(mail('From: a@b.example', '', 'Hello!'))).externalId).not.toBe(externalId)
  })

  test('In-Reply-To comes first, then References from the nearest, each once', async () => {
    const answer = await message(
      mail('In-Reply-To: <c@x>', 'References: <a@x>', '  <b@x> <c@x>', 'Message-ID: <d@x>', '', ''),
    )
    expect(answer.references).toEqual(['c@x', 'b@x', 'a@x'])
    expect(answer.externalId).toBe('d@x')
  })

  test('a Message-ID of any length stays short and is found again by the reply to it', async () => {
    const long = `${'a'.repeat(600)}@x.example`
    const { externalId } = await message(mail(`Message-ID: <${long}>`, '', ''))
    const { references } = await message(mail(`In-Reply-To: <${long}>`, '', ''))
    expect(externalId.length).toBeLessThan(100)
    expect(references).toEqual([externalId])
  })

  test('item keys stay within 300 characters and differ with the content', () => {
    const key = (raw: Buffer) =>
      toItem({ account: OURS, sizeBytes: 1, note: 'complete', mail: raw }, '1:1').key
    const long = mail(`Message-ID: <${'b'.repeat(249)}>`, '', 'one')
    expect(key(long).length).toBeLessThanOrEqual(300)
    expect(key(mail('Message-ID:', ' <same@x>', '', 'one'))).toMatch(/^same@x:[0-9a-f]{16}$/)
    expect(key(mail('Message-ID: <same@x>', '', 'one'))).not.toBe(
      key(mail('Message-ID: <same@x>', '', 'two')),
    )
    expect(key(mail('Subject: none', '', 'Message-ID: <in-the-body@x>'))).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('nasty mails', () => {
  test('a missing or impossible Date is null', async () => {
    expect((await message(mail('From: a@b.example', '', ''))).sentAt).toBeNull()
    expect((await message(mail('Date: yesterday-ish', '', ''))).sentAt).toBeNull()
    expect((await message(mail('Date: Thu, 01 Jan 1970 00:00:00 +0000', '', ''))).sentAt).toBeNull()
  })

  test('an empty mail and an empty body are messages without text', async () => {
    expect(await message(Buffer.alloc(0))).toMatchObject({ text: '', flags: ['no sender address'] })
    expect(await message(mail('From: a@b.example', 'Subject: only this', '', ''))).toMatchObject({
      text: '',
      subject: 'only this',
    })
  })

  test('latin1, declared or not, never loses the mail', async () => {
    const body = Buffer.from('caf\xe9', 'latin1')
    const declared = Buffer.concat([mail('Content-Type: text/plain; charset=iso-8859-1', '', ''), body])
    const undeclared = Buffer.concat([mail('From: a@b.example', '', ''), body])
    expect((await message(declared)).text).toBe('café')
    expect((await message(undeclared)).text).toMatch(/^caf/)
  })

  test('NUL bytes and half characters never reach the text, names or subject', async () => {
    const nasty = mail('From: "N\0a" <a@b.example>', 'Subject: a\0b', '', 'one\0two')
    const half = mail('Content-Type: text/html', '', '<p>&#xD800;ok&#0;</p>')
    for (const raw of [nasty, half]) {
      const text = JSON.stringify(await read(raw))
      expect(text).not.toContain('\\u0000')
      expect(text).not.toMatch(/\\ud800/i)
    }
    expect((await message(nasty)).text).toBe('onetwo')
  })

  test('a multipart that never closes still shows its text', async () => {
    const raw = mail(
      'From: a@b.example',
      'Content-Type: multipart/mixed; boundary=edge',
      '',
      '--edge',
      'Content-Type: text/plain',
      '',
      'Still here',
      '--edge',
      'Content-Type: application/pdf; name="x.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      'JVBERi0',
    )
    expect(await message(raw)).toMatchObject({ text: 'Still here', attachments: [{ name: 'x.pdf' }] })
  })

  test('nesting deeper than fifty levels is shown as it came', async () => {
    const lines = ['From: a@b.example', 'Subject: Russian doll', 'Message-ID: <deep@x>']
    for (let depth = 0; depth < 200; depth += 1) {
      lines.push(`Content-Type: multipart/mixed; boundary=b${depth}`, '', `--b${depth}`)
    }
    lines.push('Content-Type: text/plain', '', 'The innermost words')
    const deep = await message(mail(...lines))
    expect(deep).toMatchObject({ externalId: 'deep@x', subject: 'Russian doll' })
    expect(deep.flags).toContain('damaged mail, shown as it came')
    expect(deep.text).toContain('The innermost words')
  })

  test('more than a thousand parts are cut', async () => {
    const part = '--edge\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nx\r\n'
    const raw = mail('Content-Type: multipart/mixed; boundary="edge"', '', part.repeat(5000))
    const many = await message(raw)
    expect(many.flags).toContain('more than 1,000 parts, cut')
    expect(many.attachments.length).toBeLessThanOrEqual(1000)
  })

  test('millions of empty lines are cut', async () => {
    const endless = await message(mail('From: a@b.example', '', `start${'\r\n'.repeat(2_000_000)}end`))
    expect(endless).toMatchObject({ text: 'start', flags: ['too many lines, cut'] })
  })

  test('a thousand recipients are one flag', async () => {
    const to = Array.from({ length: 1000 }, (_, index) => `p${index}@x.example`).join(',\r\n ')
    const raw = mail('From: a@b.example', `To: ${to}`, '', 'Hello all')
    expect(await message(raw)).toMatchObject({
      text: 'Hello all',
      flags: ['sent to more than 100 recipients'],
    })
  })

  test('a huge subject and oversized headers stay bounded', async () => {
    const subject = await message(mail(`Subject: ${'s'.repeat(100_000)}`, '', 'text'))
    expect(subject.subject).toHaveLength(998)
    const headers = await message(mail('From: a@b.example', `X-Big: ${'h'.repeat(3_000_000)}`, '', 'text'))
    expect(headers).toMatchObject({ from: { value: 'a@b.example' }, text: 'text' })
    expect(headers.flags).toContain('damaged mail, shown as it came')
  })

  test('deeply nested and endless HTML becomes text', async () => {
    const deep = `<div>${'<b>'.repeat(50_000)}hello${'</b>'.repeat(50_000)}</div>`
    const long = `<p>start ${'word '.repeat(1_500_000)}</p>`
    expect(await message(mail('Content-Type: text/html', '', deep))).toMatchObject({ text: 'hello' })
    const read = await message(mail('Content-Type: text/html', '', long))
    expect(read.text.startsWith('start word')).toBe(true)
    expect(read.text.length).toBeLessThanOrEqual(1_000_000)
  })

  test('an invitation keeps its calendar as an attachment', async () => {
    const raw = mail(
      'From: a@b.example',
      'Content-Type: multipart/alternative; boundary=edge',
      '',
      '--edge',
      'Content-Type: text/plain',
      '',
      'Site visit on Friday',
      '--edge',
      'Content-Type: text/calendar; method=REQUEST',
      '',
      'BEGIN:VCALENDAR',
      'END:VCALENDAR',
      '--edge--',
    )
    const visit = await message(raw)
    expect(visit.text).toBe('Site visit on Friday')
    expect(visit.attachments).toMatchObject([{ contentType: 'text/calendar' }])
    expect((await fetchFile('0', raw)).bytes.toString()).toContain('BEGIN:VCALENDAR')
  })

  test('a forwarded mail stays an attachment, its words are not the sender’s', async () => {
    const raw = mail(
      'Content-Type: multipart/mixed; boundary=edge',
      '',
      '--edge',
      '',
      'See attached',
      '--edge',
      'Content-Type: message/rfc822',
      '',
      'Subject: inner',
      '',
      'inner words',
      '--edge--',
    )
    expect(await message(raw)).toMatchObject({
      text: 'See attached',
      attachments: [{ name: 'attachment-1.eml' }],
    })
  })

  test('a mail cannot forge our trace line', async () => {
    const forged = mail('X-Trunkline-Fetched: a@b.example 1 truncated', 'From: a@b.example', '', 'Hi')
    expect((await message(fetched(forged))).flags).toEqual([])
    const folded = mail(' 9 truncated', 'From: a@b.example', '', 'Hi')
    expect((await message(fetched(folded))).flags).not.toContain('too large, kept on the mail server')
  })
})

describe('automatic mail', () => {
  test.each([
    ['Auto-Submitted: auto-generated', true],
    ['Auto-Submitted: no', false],
    ['Precedence: bulk', true],
    ['Precedence: first-class', false],
    ['X-Auto-Response-Suppress: All', true],
    ['List-Id: <news.site.example>', true],
    ['Return-Path: <>', true],
    ['Return-Path: <a@b.example>', false],
    ['Content-Type: multipart/report; boundary=x', true],
    ['Subject: Auto-Submitted: yes', false],
  ])('%s is automatic: %s', async (line, automatic) => {
    expect((await message(mail('From: a@b.example', line, '', 'text'))).automatic).toBe(automatic)
  })
})

describe('bounces', () => {
  const bounce = samples.raws[1]!.raw

  test('a bounce is shown and settles our message with the server’s words', async () => {
    const [shown, receipt] = await read(bounce)
    expect(shown).toMatchObject({ type: 'message', automatic: true })
    expect(receipt).toMatchObject({
      type: 'receipt',
      externalId: '0195-our-message@fibreway.example',
      state: 'failed',
      reason: { code: '5.1.1', words: '550 5.1.1 No such user here' },
    })
  })

  test('a report of delayed mail settles nothing', async () => {
    const delayed = Buffer.from(bounce.toString().replace('Action: failed', 'Action: delayed'))
    expect((await read(delayed)).map(event => event.type)).toEqual(['message'])
  })

  test('a report that does not name the mail settles nothing', async () => {
    const nameless = Buffer.from(bounce.toString().replace('Message-ID: <0195', 'X-Other: <0195'))
    expect((await read(nameless)).map(event => event.type)).toEqual(['message'])
  })
})

describe('whatever bytes come', () => {
  test('random bytes are read without throwing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async bytes => {
        expect((await read(Buffer.from(bytes))).length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })

  test('real mails with bytes changed, cut and doubled are read without throwing', async () => {
    const raws = samples.raws.map(sample => sample.raw)
    const change = fc.record({
      at: fc.nat(),
      byte: fc.integer({ min: 0, max: 255 }),
      kind: fc.nat({ max: 2 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...raws),
        fc.array(change, { maxLength: 20 }),
        async (raw, changes) => {
          let bytes = Buffer.from(raw)
          for (const { at, byte, kind } of changes) {
            const place = at % (bytes.length + 1)
            const head = bytes.subarray(0, place)
            if (kind === 0) bytes = Buffer.concat([head, Buffer.from([byte]), bytes.subarray(place + 1)])
            else if (kind === 1) bytes = Buffer.concat([head, bytes.subarray(place + byte)])
            else bytes = Buffer.concat([head, bytes.subarray(Math.max(0, place - byte))])
          }
          const events = await read(bytes)
          expect(events[0]?.type).toBe('message')
          expect(JSON.stringify(events)).not.toContain('\\u0000')
        },
      ),
      { numRuns: 500 },
    )
  })
})
