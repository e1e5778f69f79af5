/** Message templates of the account: listed by pages, and checked as Meta checks them when one is sent. */
import type { FakeAnswer, FakeRequest } from './fake-server.ts'

/** As Meta lists it. */
export type ListedTemplate = {
  id: string
  name: string
  language: string
  status: string
  category: string
  rejected_reason?: string
  components: Record<string, unknown>[]
}

/** `template` of a message. */
export type SentTemplate = {
  name?: unknown
  language?: { code?: unknown }
  components?: { type?: unknown; sub_type?: unknown; index?: unknown; parameters?: SentParameter[] }[]
}
type SentParameter = { type?: unknown; text?: unknown; parameter_name?: unknown } & Record<string, unknown>

export type Refused = { status: number; code: number; message: string; details: string }

/** GET /{account}/message_templates: `limit` a page, `after` where the last one ended. */
export function listed(all: ListedTemplate[], { query, headers, path }: FakeRequest): FakeAnswer {
  const fields = ['id', ...(query.get('fields') ?? 'name,status').split(',')]
  const limit = Number(query.get('limit') ?? 25)
  const from = Number(Buffer.from(query.get('after') ?? '', 'base64').toString() || 0)
  const page = all.slice(from, from + limit).map(pick(fields))
  const cursor = (at: number) => Buffer.from(String(at)).toString('base64')
  const cursors = { before: cursor(from), after: cursor(from + page.length) }
  const next = `http://${headers.host}${path}?limit=${limit}&after=${cursors.after}`
  const paging =
    page.length === 0 ? {} : { paging: { cursors, ...(from + limit < all.length ? { next } : {}) } }
  return { status: 200, json: { data: page, ...paging } }
}

const pick = (fields: string[]) => (template: ListedTemplate) =>
  Object.fromEntries(Object.entries(template).filter(([name]) => fields.includes(name)))

const mismatch = 'Parameter format does not match format in the created template'

/** The media a template begins with, by its id here; '' when it begins with none. */
export function mediaId({ components = [] }: SentTemplate): string {
  const parameter = components.find(one => one.type === 'header')?.parameters?.[0]
  const media = parameter?.[String(parameter.type)] as { id?: unknown } | undefined
  return typeof media?.id === 'string' ? media.id : ''
}

/** What Meta holds against sending this; null when it goes out. */
export function refusalOf(all: ListedTemplate[], sent: SentTemplate): Refused | null {
  const template = all.find(one => one.name === sent.name && one.language === sent.language?.code)
  if (template?.status === 'PAUSED') {
    return refused(400, 132015, 'Template is Paused', 'The template is paused due to low quality')
  }
  if (template?.status === 'DISABLED') {
    return refused(400, 132016, 'Template is Disabled', 'The template was paused too often and is disabled')
  }
  if (template?.status !== 'APPROVED') {
    const details = `template name (${sent.name}) does not exist in ${sent.language?.code}`
    return refused(404, 132001, 'Template name does not exist in the translation', details)
  }
  return ['HEADER', 'BODY', 'BUTTONS'].reduce<Refused | null>(
    (found, type) => found ?? wrongPart(template, type, sent),
    null,
  )
}

const refused = (status: number, code: number, message: string, details: string): Refused => ({
  status,
  code,
  message: `(#${code}) ${message}`,
  details,
})

function wrongPart(
  template: ListedTemplate,
  type: string,
  { components = [] }: SentTemplate,
): Refused | null {
  const part = template.components.find(one => one.type === type)
  if (type === 'BUTTONS') return wrongButtons((part?.buttons ?? []) as Record<string, unknown>[], components)
  if (type === 'HEADER' && part?.format !== 'TEXT' && part !== undefined) {
    return mediaId({ components }) ? null : refused(400, 132012, mismatch, `header: expected ${part.format}`)
  }
  const wanted = placeholders(String(part?.text ?? ''))
  const given = components.find(one => String(one.type).toUpperCase() === type)?.parameters ?? []
  return wrongParameters(type.toLowerCase(), wanted, given)
}

const placeholders = (words: string) => [
  ...new Set([...words.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1] ?? '')),
]

function wrongButtons(
  buttons: Record<string, unknown>[],
  components: NonNullable<SentTemplate['components']>,
): Refused | null {
  for (const [at, button] of buttons.entries()) {
    const wanted = placeholders(String(button.url ?? ''))
    const given = components.find(one => one.type === 'button' && one.index === String(at))
    const wrong = wrongParameters(`button ${at}`, wanted, given?.parameters ?? [])
    if (wrong) return wrong
    if (given && given.sub_type !== 'url') {
      return refused(
        400,
        132012,
        'Parameter format does not match format in the created template',
        'sub_type',
      )
    }
  }
  return null
}

function wrongParameters(place: string, wanted: string[], given: SentParameter[]): Refused | null {
  if (wanted.length !== given.length) {
    const details = `${place}: number of localizable_params (${given.length}) does not match the expected number of params (${wanted.length})`
    return refused(400, 132000, 'Number of parameters does not match the expected number of params', details)
  }
  for (const { type, text, parameter_name: name } of given) {
    if (type !== 'text' || typeof text !== 'string' || text === '') {
      return refused(400, 132012, mismatch, place)
    }
    if (/[\n\t]| {5}/.test(text)) {
      const details = 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces'
      return refused(400, 132018, "There's an issue with the parameters in your template", details)
    }
    const isNamed = wanted.some(one => !/^\d+$/.test(one))
    if (isNamed && !place.startsWith('button') && !wanted.includes(String(name))) {
      return refused(400, 100, 'Invalid parameter', `Parameter name is missing or empty in ${place}`)
    }
  }
  return null
}
