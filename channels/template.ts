/**
 * Messages approved by a provider beforehand, for when free text is not accepted. Placeholders stand in the words as
 * {{name}}; whoever writes gives each a value.
 */

/** Only `approved` ones go out. `removed`: gone at the provider; kept here, since messages were sent with it. */
export type TemplateStatus = 'approved' | 'pending' | 'paused' | 'rejected' | 'disabled' | 'removed'

export type TemplateParameter = {
  /** Unique in the template: "header.1", "body.first_name", "button.0". */
  key: string
  place: 'header' | 'body' | 'button'
  /** As it stands between the braces. */
  name: string
  /** Which button, from 0; null in words. */
  button: number | null
  /** What the provider was told it may look like; null when nothing was. */
  example: string | null
}

export type TemplateButton = {
  /** reply: they answer with its words; url and phone: it leads there; other: something only the provider's app can do. */
  kind: 'reply' | 'url' | 'phone' | 'other'
  text: string
  /** The address or number; '' where it leads nowhere. */
  to: string
}

export type TemplateContent = {
  /** '' when there is none. */
  header: string
  /** What it begins with in place of words: a message brings one such file along. Null: none. */
  file: 'image' | 'video' | 'document' | null
  body: string
  footer: string
  buttons: TemplateButton[]
  /** In the order they are read. */
  parameters: TemplateParameter[]
  /** What this adapter cannot send of it yet, in words; null when it can send all. */
  unsupported: string | null
}

export type MessageTemplate = {
  /** The provider's id. */
  externalId: string
  name: string
  /** As the provider spells it: "en_US", "de". */
  language: string
  /** In the provider's word, in lower case: "utility", "marketing", "authentication". */
  category: string
  status: TemplateStatus
  /** Why it is not approved, in words; null when it is, or nothing was said. */
  reason: string | null
  content: TemplateContent
}

/**
 * A template as a message carries it: what was filled in goes along, so that it stays what it was when written. Its file is
 * the message's own.
 */
export type FilledTemplate = {
  name: string
  language: string
  /** In the order of the template's parameters. */
  parameters: (Pick<TemplateParameter, 'place' | 'name' | 'button'> & { value: string })[]
}

/** The provider changed its mind about a template. */
export type TemplateNews = {
  type: 'template'
  externalId: string
  status: TemplateStatus
  reason: string | null
  at: Date | null
}
