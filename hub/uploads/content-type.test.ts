import { expect, test } from 'vitest'
import { contentTypeOf } from './content-type.ts'
import { cleanFileName } from './file-name.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['\x89PNG\r\n\x1a\n....', 'a.pdf', 'image/png'],
  ['\xff\xd8\xff\xe0', 'photo', 'image/jpeg'],
  ['RIFF....WEBPVP8 ', 'a.webp', 'image/webp'],
  ['%PDF-1.4', 'a.png', 'application/pdf'],
  ['....ftypisom', 'a.mp4', 'video/mp4'],
  ['....ftypM4A ', 'a.m4a', 'audio/mp4'],
  ['PK\x03\x04....', 'all.zip', 'application/zip'],
  [
    'PK\x03\x04....',
    'Letter.DOCX',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['PK\x03\x04....', 'really.pdf', 'application/zip'],
  ['name;paid\n', 'list.csv', 'text/csv'],
  ['<script>alert(1)</script>', 'photo.png', 'text/plain'],
  ['MZ\x90\0\x03\0', 'photo.png', 'application/octet-stream'],
  ['\xff\xfe\xfd\0', 'x', 'application/octet-stream'],
])('%j called %s is %s', (head, name, type) => {
  expect(contentTypeOf(bytes(head), name)).toBe(type)
})

test('a letter cut in two by the end of what was looked at is still text', () => {
  expect(contentTypeOf(Buffer.from('Überweisung ü').subarray(0, -1), 'a.txt')).toBe('text/plain')
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\thandi\\bill.pdf', 'bill.pdf'],
  ['bill\u202efdp.exe', 'billfdp.exe'],
  ['a\r\nX-Evil: 1.txt', 'aX-Evil_ 1.txt'],
  ['  .hidden', 'hidden'],
  ['\u0000/..', 'file'],
  ['', 'file'],
])('%j is stored as %s', (given, name) => {
  expect(cleanFileName(given)).toBe(name)
})

test('a long name keeps its ending', () => {
  const name = cleanFileName(`${'ü'.repeat(300)}.pdf`)
  expect([...name]).toHaveLength(120)
  expect(name.endsWith('ü.pdf')).toBe(true)
})
