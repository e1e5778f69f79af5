/** Routes of invitations, on both ends. */
import { type Endpoint, endpoint, publicEndpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { sendInvitation } from '../sign-in/send-to-member.ts'
import {
  findInvitations,
  invitationDays,
  invite,
  revokeInvitation,
  type Sent,
  sendAgain,
} from './invitations.ts'
import { join, openInvitation } from './join.ts'
import * as api from './people.api.ts'

const params = api.idParam
const staff = 'these will be colleagues, not customers'

export const invitationRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/invitations',
    'members.manage',
    { summary: 'Open invitations', answer: api.Invitations, unmasked: staff },
    tx => findInvitations(app, tx),
  ),
  waitingEndpoint(
    'post',
    '/api/invitations',
    'members.manage',
    {
      summary: 'Invite somebody',
      body: api.writeInvitation,
      answer: api.Invited,
      status: 201,
      onceOnly: true,
      unmasked: staff,
    },
    async ({ who, body }) =>
      mailed(app, who, await app.db.withTenant(who.tenantId, tx => invite(app, tx, who, body))),
  ),
  waitingEndpoint(
    'post',
    '/api/invitations/{id}/resend',
    'members.manage',
    {
      summary: 'A new link; the old one stops working',
      params,
      answer: api.Invited,
      onceOnly: true,
      unmasked: staff,
    },
    async ({ who, params: { id } }) =>
      mailed(app, who, await app.db.withTenant(who.tenantId, tx => sendAgain(app, tx, who, id))),
  ),
  endpoint(
    'delete',
    '/api/invitations/{id}',
    'members.manage',
    { summary: 'Withdraw it', params },
    (tx, { params: { id } }) => revokeInvitation(tx, id),
  ),
  publicEndpoint(
    'get',
    '/api/invitation',
    { summary: 'What an invitation’s link shows', query: api.invitationQuery, answer: api.OpenInvitation },
    ({ query }) => openInvitation(app, query.token),
  ),
  publicEndpoint(
    'post',
    '/api/invitation/accept',
    { summary: 'Join with an invitation', body: api.acceptInvitation, answer: api.Accepted },
    ({ body }) => join(app, body),
  ),
]

/** The mail goes out after the commit: an invitation that was not stored is not sent. */
async function mailed(app: App, who: Who, sent: Sent) {
  const { email, name } = sent.invitation
  const message = {
    subject: `${who.name} invites you to Trunkline`,
    text: `Hello ${name},\n\n${who.name} invites you to work with them in Trunkline. Open this link within ${invitationDays} days to choose a password:\n\n${sent.link}\n\nIt works once. If you did not expect this, do nothing.\n`,
  }
  return { ...sent, mailed: await sendInvitation(app, who.tenantId, { email, name }, message) }
}
