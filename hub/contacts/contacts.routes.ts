/** Routes of contacts: who they may be, made one, and taken apart again. */
import { z } from 'zod'
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { addIdentity } from './add-identity.ts'
import { changeIdentity } from './change-identity.ts'
import * as api from './contacts.api.ts'
import { findContact } from './find-contact.ts'
import { mergeContacts } from './merge-contacts.ts'
import { moveIdentity } from './move-identity.ts'
import { suggestFor } from './suggestions.ts'
import { undoMerge } from './undo-merge.ts'

const params = idParam
const identityParams = z.object({ id: z.uuid(), identityId: z.uuid() })

export const contactRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/contacts/{id}',
    'customers.read',
    {
      summary: 'A contact; the id of a merged one answers with the one it is now',
      params,
      answer: api.Contact,
    },
    (tx, { who, params: { id } }) => findContact(tx, who, id),
  ),
  endpoint(
    'get',
    '/api/contacts/{id}/suggestions',
    'contacts.link',
    {
      summary: 'Contacts that may be the same person, and customers they may speak for',
      params,
      answer: api.ContactSuggestions,
    },
    (tx, { who, params: { id } }) => suggestFor(tx, who, id),
  ),
  endpoint(
    'post',
    '/api/contacts/{id}/merge',
    'contacts.link',
    {
      summary: 'Make another contact and this one the same person',
      params,
      body: api.mergeContacts,
      answer: api.Merged,
    },
    (tx, { who, params: { id }, body }) => mergeContacts(app, tx, who, id, body),
  ),
  endpoint(
    'post',
    '/api/contact-merges/{id}/undo',
    'contacts.link',
    { summary: 'Take a merge or a moved address back', params, answer: api.Merged },
    (tx, { who, params: { id } }) => undoMerge(app, tx, who, id),
  ),
  endpoint(
    'post',
    '/api/contacts/{id}/identities',
    'contacts.link',
    {
      summary: 'Add an address of a contact; 409 with whose it is already',
      params,
      body: api.addIdentity,
      answer: api.Identity,
    },
    (tx, { who, params: { id }, body }) => addIdentity(app, tx, who, id, body),
  ),
  endpoint(
    'patch',
    '/api/contacts/{id}/identities/{identityId}',
    'contacts.link',
    {
      summary: 'Say until when an address is theirs, and whether they may be written to there',
      params: identityParams,
      body: api.changeIdentity,
      answer: api.Identity,
    },
    (tx, { who, params: { id, identityId }, body }) =>
      changeIdentity(app, tx, who, { contactId: id, identityId }, body),
  ),
  endpoint(
    'post',
    '/api/contacts/{id}/identities/{identityId}/move',
    'contacts.link',
    {
      summary: 'Say that an address belongs to another contact, or to a new one',
      params: identityParams,
      body: api.moveIdentity,
      answer: api.Merged,
    },
    (tx, { who, params: { id, identityId }, body }) =>
      moveIdentity(app, tx, who, { contactId: id, identityId, toContactId: body.toContactId }),
  ),
]
