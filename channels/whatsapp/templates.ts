/** The account's message templates: a page of the Graph API at a time, into words everybody understands. */
import {
  ChannelFailure,
  type Io,
  type MessageTemplate,
  type TemplateNews,
  type TemplateStatus,
} from '../channel.ts'
import { fetchFields } from './graph.ts'
import { type Json, list, record, text } from './json.ts'
import type { WhatsappSettings } from './settings.ts'
import { templateContent } from './template-content.ts'

const fields = 'name,language,status,category,components,id,rejected_reason'
const pageSize = 100
/** An account holds 6,000 at most. */
const mostPages = 70

export const templates = {
  missing: ({ businessAccountId }: WhatsappSettings): string | null =>
    businessAccountId
      ? null
      : 'The WhatsApp Business account id is not set: enter it in the settings of this inbox.',

  async list(settings: WhatsappSettings, io: Io): Promise<MessageTemplate[]> {
    const found: MessageTemplate[] = []
    for (let after = '', page = 0; page < mostPages; page++) {
      const query = new URLSearchParams({ fields, limit: String(pageSize), ...(after ? { after } : {}) })
      const path = `${settings.businessAccountId}/message_templates?${query}`
      const answer = await fetchFields(path, settings, io).catch(explained)
      found.push(...list(answer.data).flatMap(one => templateOf(record(one))))
      const paging = record(answer.paging)
      after = text(record(paging.cursors).after)
      // The last page has cursors too, but no next.
      if (text(paging.next) === '' || after === '') return found
    }
    throw new ChannelFailure('retry', 'WhatsApp lists more templates than an account can have')
  },
}

function explained(error: unknown): never {
  if (!(error instanceof ChannelFailure) || error.outcome !== 'rejected') throw error
  const hint =
    'WhatsApp does not show the templates. The account id must be right, and the token needs whatsapp_business_management.'
  throw new ChannelFailure('rejected', `${hint} ${error.message}`, { code: error.code })
}

function templateOf(template: Json): MessageTemplate[] {
  const [externalId, name, language] = [text(template.id), text(template.name), text(template.language)]
  if (externalId === '' || name === '' || language === '') return []
  const category = text(template.category).toLowerCase()
  const status = statusOf(text(template.status))
  const reason = reasonOf(status, text(template.status), text(template.rejected_reason))
  const content = templateContent(list(template.components).map(record), category)
  return [{ externalId, name, language, category, status, reason, content }]
}

const statuses = new Map<string, TemplateStatus>([
  ['APPROVED', 'approved'],
  ['REINSTATED', 'approved'],
  ['UNARCHIVED', 'approved'],
  // At risk of being disabled; until then it goes out.
  ['FLAGGED', 'approved'],
  ['PENDING', 'pending'],
  ['IN_APPEAL', 'pending'],
  ['PAUSED', 'paused'],
  ['REJECTED', 'rejected'],
  ['DELETED', 'removed'],
  ['PENDING_DELETION', 'removed'],
])

/** One we do not know is not sent: better a question to Meta than a failed message. */
const statusOf = (said: string): TemplateStatus => statuses.get(said.toUpperCase()) ?? 'disabled'

const words: Record<TemplateStatus, string | null> = {
  approved: null,
  pending: 'Meta has not approved it yet.',
  paused: 'Meta has paused it, because people did not like to get it.',
  rejected: 'Meta did not approve it',
  disabled: 'Meta has disabled it for good.',
  removed: 'It was deleted at Meta.',
}

function reasonOf(status: TemplateStatus, said: string, code: string, more = ''): string | null {
  const known = ['DISABLED', ''].includes(said.toUpperCase()) || status !== 'disabled'
  if (!known) return `Meta lists it as ${spoken(said)}.`
  if (status !== 'rejected') return words[status]
  const why = code === '' || code === 'NONE' ? '' : `: ${spoken(code)}`
  return [`${words.rejected}${why}.`, more].filter(Boolean).join(' ')
}

/** "INVALID_FORMAT" as people say it. */
const spoken = (code: string) => code.toLowerCase().replaceAll('_', ' ')

/** What a message_template_status_update says; null when it is not about whether the template can be sent. */
export function templateNews(value: Json, at: Date | null): TemplateNews | null {
  const [externalId, said] = [text(value.message_template_id), text(value.event)]
  const status = said === 'LOCKED' ? locked(record(value.other_info)) : statusOf(said)
  if (externalId === '' || said === '' || status === null) return null
  const info = record(value.rejection_info)
  const more = [text(info.reason), text(info.recommendation)].filter(Boolean).join(' ')
  const reason = reasonOf(status, said === 'LOCKED' ? '' : said, text(value.reason), more)
  return { type: 'template', externalId, status, reason, at }
}

/** Pausing and its end come as a lock with a title; any other lock only means that nobody can edit it. */
function locked(info: Json): TemplateStatus | null {
  const title = text(info.title)
  if (title === 'UNPAUSE') return 'approved'
  if (title.endsWith('_PAUSE')) return 'paused'
  return title === 'DISABLED' ? 'disabled' : null
}
