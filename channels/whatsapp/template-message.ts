/** A filled template -> its part of a message. Shapes: Cloud API, template messages. */
import type { FilledTemplate } from '../channel.ts'
import { isNumber } from './template-content.ts'

type Parameter = FilledTemplate['parameters'][number]

/**
 * Components without anything to fill in are left out: Meta takes those from the template. `file`: what it begins with, as
 * it is at Meta by now.
 */
export function templateMessage({ name, language, parameters }: FilledTemplate, file: object | null) {
  const words = (place: 'header' | 'body') => {
    const own = parameters.filter(parameter => parameter.place === place)
    return own.length > 0 ? [{ type: place, parameters: own.map(inWords) }] : []
  }
  const buttons = parameters.flatMap(parameter => (parameter.place === 'button' ? [inButton(parameter)] : []))
  const opening = file ? [{ type: 'header', parameters: [file] }] : []
  const components = [...opening, ...words('header'), ...words('body'), ...buttons]
  return {
    type: 'template',
    template: { name, language: { code: language }, ...(components.length > 0 ? { components } : {}) },
  }
}

/** Numbered ones go by their place, named ones by their name. */
const inWords = ({ name, value }: Parameter) => ({
  type: 'text',
  ...(isNumber(name) ? {} : { parameter_name: name }),
  text: value,
})

const inButton = ({ button, value }: Parameter) => ({
  type: 'button',
  sub_type: 'url',
  index: String(button),
  parameters: [{ type: 'text', text: value }],
})
