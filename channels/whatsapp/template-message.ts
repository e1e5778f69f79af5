/** A filled template -> its part of a message. Shapes: Cloud API, template messages. */
import type { FilledTemplate } from '../channel.ts'
import { isNumber } from './template-content.ts'

type Parameter = FilledTemplate['parameters'][number]

/** Components without anything to fill in are left out: Meta takes those from the template. */
export function templateMessage({ name, language, parameters }: FilledTemplate) {
  const words = (place: 'header' | 'body') => {
    const own = parameters.filter(parameter => parameter.place === place)
    return own.length > 0 ? [{ type: place, parameters: own.map(inWords) }] : []
  }
  const buttons = parameters.flatMap(parameter => (parameter.place === 'button' ? [inButton(parameter)] : []))
  const components = [...words('header'), ...words('body'), ...buttons]
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
