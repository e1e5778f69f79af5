import { expect, test } from 'vitest'
import type { TemplateContent } from '../../channels/channel.ts'
import { filledParameters, problemsOf, renderedText, whyNotFile } from './fill-template.ts'

const content: TemplateContent = {
  ...{
    header: 'Invoice {{1}}',
    file: null,
    body: 'Hi {{name}}, {{name}}!',
    footer: 'Fernhill',
    unsupported: null,
  },
  buttons: [
    { kind: 'url', text: 'Pay', to: 'https://pay.example/{{1}}' },
    { kind: 'url', text: 'Shop', to: 'https://shop.example' },
    { kind: 'reply', text: 'Paid', to: '' },
  ],
  parameters: [
    { key: 'header.1', place: 'header', name: '1', button: null, example: null },
    { key: 'body.name', place: 'body', name: 'name', button: null, example: null },
    { key: 'button.0', place: 'button', name: '1', button: 0, example: null },
  ],
}
const values = { 'header.1': '7', 'body.name': 'Thandi', 'button.0': '7' }

test('every place is filled wherever it stands, and a value with a brace of its own is no place', () => {
  expect(problemsOf(content, values)).toEqual([])
  expect(renderedText(content, { ...values, 'body.name': '{{1}} $&' })).toBe(
    'Invoice 7\n\nHi {{1}} $&, {{1}} $&!\n\nFernhill\n\n[Pay] https://pay.example/7\n[Shop] https://shop.example\n[Paid]',
  )
  expect(filledParameters(content, values).map(each => each.value)).toEqual(['7', 'Thandi', '7'])
})

test('lengths are of the words filled in, each place said once', () => {
  expect(problemsOf(content, { ...values, 'body.name': 'x'.repeat(510) })).toEqual([
    { key: 'body.name', words: `${510 * 2 + 'Hi , !'.length - 1024} characters too many.` },
  ])
  const long = { ...values, 'button.0': 'x'.repeat(2_000) }
  expect(problemsOf(content, long)).toEqual([{ key: 'button.0', words: '20 characters too many.' }])
})

test('one that begins with a file wants one of its kind; another wants none', () => {
  const picture = { name: 'a.jpg', contentType: 'image/jpeg' }
  const bill = { name: 'bill.pdf', contentType: 'application/pdf' }
  expect(whyNotFile(null, [])).toBeNull()
  expect(whyNotFile(null, [picture])).toBe('It takes no file.')
  expect(whyNotFile('image', [])).toBe('It begins with an image: add one.')
  expect(whyNotFile('image', [picture, picture])).toMatch(/2 files/)
  expect(whyNotFile('image', [bill])).toBe('"bill.pdf" is no image.')
  expect([whyNotFile('image', [picture]), whyNotFile('document', [bill])]).toEqual([null, null])
})
