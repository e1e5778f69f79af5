import { describe, expect, it } from 'vitest'
import { cellOf, headOf, lineOf } from './audit-lines.ts'
import type { FoundRow } from './find-audit.ts'

const row: FoundRow = {
  seq: 7,
  at: '2026-03-01T12:00:00.000Z',
  actor: { kind: 'member', id: null, name: '=HYPERLINK("http://elsewhere.example")' },
  as: null,
  action: 'inboxes.change',
  subject: { kind: 'inbox', id: 'b', name: 'Mail, "main"' },
  before: { name: 'a' },
  after: null,
  reason: '-1+1',
  address: '203.0.113.7',
  hash: 'ab',
}

describe('a cell of CSV', () => {
  it.each(['=1+1', '+27821230001', '-2', '@SUM(A1)', '\tx', '\rx'])('never begins as a formula: %j', text => {
    expect(cellOf(text)).toBe(`"'${text}"`)
  })

  it('is quoted where it must be, and plain where it may be', () => {
    expect(cellOf('plain')).toBe('plain')
    expect(cellOf('a=b')).toBe('a=b')
    expect(cellOf('a,"b"\nc')).toBe('"a,""b""\nc"')
    expect([cellOf(null), cellOf(undefined), cellOf(0)]).toEqual(['', '', '0'])
  })
})

describe('a line', () => {
  it('of CSV has a cell per column', () => {
    expect(headOf('csv').split(',').length).toBe(16)
    expect(lineOf('csv', row)).toBe(
      `7,2026-03-01T12:00:00.000Z,member,,"'=HYPERLINK(""http://elsewhere.example"")",,,inboxes.change,inbox,b,"Mail, ""main""","{""name"":""a""}",,"'-1+1",203.0.113.7,ab\r\n`,
    )
  })

  it('of JSON lines is the row', () => {
    expect(headOf('jsonl')).toBe('')
    expect(JSON.parse(lineOf('jsonl', row))).toEqual(row)
  })
})
