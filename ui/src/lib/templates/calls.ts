/** What can be asked of the server about message templates. */
import { client, ok } from '../api/client.ts'

const by = (id: string) => ({ params: { path: { id } } })

export const templateCalls = {
  list: (inboxId: string) => ok(client.GET('/api/inboxes/{id}/templates', by(inboxId))),
  /** Asks the provider first. */
  fetch: (inboxId: string) => ok(client.POST('/api/inboxes/{id}/templates/fetch', by(inboxId))),
}
