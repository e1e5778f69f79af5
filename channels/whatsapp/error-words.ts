/** What Meta's refusals mean for whoever wrote the message. Codes: Cloud API error code reference. */
const meanings = new Map<string, string>([
  ['131026', 'This number cannot get it: it may have no WhatsApp, or an old one.'],
  ['131047', 'More than 24 hours since they last wrote: only a template goes out now.'],
  ['132000', 'The template wants another number of values than were filled in. Fetch the templates again.'],
  ['132001', 'There is no such template in this language at Meta, or it is not approved.'],
  ['132005', 'Filled in, the template is too long.'],
  ['132007', 'What was filled in breaks a rule of WhatsApp for templates.'],
  ['132012', 'A value does not have the form the template wants. Fetch the templates again.'],
  ['132018', 'A value holds something WhatsApp does not take, such as a new line.'],
  ['132015', 'Meta has paused this template, because people did not like to get it.'],
  ['132016', 'Meta has disabled this template for good.'],
])

/** Our words first where the code has some, then Meta's own. */
export function meaningOf(code: string, words: string): string {
  const meaning = meanings.get(code)
  return meaning ? `${meaning} (${words})` : words
}
