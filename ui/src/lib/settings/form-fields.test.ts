import { expect, test } from 'vitest'
import { formFields, keptSecret, settingsOf, startValues } from './form-fields.ts'

const schema = {
  type: 'object',
  properties: {
    host: { type: 'string', title: 'Server', description: 'Its name' },
    port: { type: 'integer', default: 993, minimum: 1 },
    security: { type: 'string', enum: ['tls', 'none'], default: 'tls' },
    token: { type: 'string', secret: true, pattern: '^x+$' },
    copy: { type: 'boolean' },
    name: { anyOf: [{ type: 'string' }, { type: 'null' }], title: 'Sender' },
    address: { type: 'string', format: 'email' },
  },
  required: ['host', 'token'],
}

test('every kind of field is drawn from the schema', () => {
  const fields = formFields(schema)
  expect(fields.map(field => field.kind)).toEqual([
    'text',
    'number',
    'choice',
    'secret',
    'switch',
    'text',
    'email',
  ])
  expect(fields[0]).toMatchObject({ title: 'Server', description: 'Its name', required: true })
  expect(fields[3]?.pattern).toBeNull()
  expect(fields[5]?.title).toBe('Sender')
})

test('the form starts with what is stored, else with the defaults', () => {
  const values = startValues(schema, { host: 'mail.example', token: keptSecret })
  expect(values).toEqual({
    host: 'mail.example',
    port: 993,
    security: 'tls',
    token: keptSecret,
    copy: false,
    name: '',
    address: '',
  })
})

test('numbers go out as numbers, empty optional fields stay away, a kept secret stays at its dots', () => {
  const values = { ...startValues(schema, { token: keptSecret }), host: 'mail.example', port: '143' }
  expect(settingsOf(formFields(schema), values)).toEqual({
    host: 'mail.example',
    port: 143,
    security: 'tls',
    token: keptSecret,
    copy: false,
  })
})
