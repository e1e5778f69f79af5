/** Routes of the tenant's labels and own fields. */
import { type Endpoint, endpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import {
  addCustomField,
  changeCustomField,
  countHolding,
  findCustomFields,
  removeCustomField,
} from './custom-fields.ts'
import * as api from './desk.api.ts'
import { addLabel, changeLabel, countLabelled, findLabels, removeLabel } from './labels.ts'

const params = idParam

export const labelRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/labels',
    'members.read',
    { summary: 'Labels', query: api.labelsQuery, answer: api.Labels },
    (tx, { who, query: { count } }) => findLabels(tx, who, count),
  ),
  endpoint(
    'post',
    '/api/labels',
    'teams.manage',
    { summary: 'Make a label', body: api.writeLabel, answer: api.Label, status: 201 },
    (tx, { body }) => addLabel(app, tx, body),
  ),
  waitingEndpoint(
    'patch',
    '/api/labels/{id}',
    'teams.manage',
    { summary: 'Change its name or colour', params, body: api.changeLabel, answer: api.Label },
    ({ who, params: { id }, body }) => changeLabel(app, who, id, body),
  ),
  endpoint(
    'get',
    '/api/labels/{id}/carriers',
    'teams.manage',
    { summary: 'On how many conversations it stands', params, answer: api.Carriers, cost: 3 },
    (tx, { who, params: { id } }) => countLabelled(tx, who, id),
  ),
  waitingEndpoint(
    'delete',
    '/api/labels/{id}',
    'teams.manage',
    { summary: 'Remove a label; it comes off the conversations that carry it', params },
    ({ who, params: { id } }) => removeLabel(app, who, id),
  ),
  endpoint(
    'get',
    '/api/custom-fields',
    'members.read',
    { summary: "The tenant's own fields", answer: api.CustomFields },
    tx => findCustomFields(tx),
  ),
  endpoint(
    'post',
    '/api/custom-fields',
    'teams.manage',
    { summary: 'Add a field', body: api.writeCustomField, answer: api.CustomField, status: 201 },
    (tx, { body }) => addCustomField(app, tx, body),
  ),
  endpoint(
    'patch',
    '/api/custom-fields/{id}',
    'teams.manage',
    { summary: 'Change its title or choices', params, body: api.changeCustomField, answer: api.CustomField },
    (tx, { params: { id }, body }) => changeCustomField(app, tx, id, body),
  ),
  endpoint(
    'get',
    '/api/custom-fields/{id}/carriers',
    'teams.manage',
    { summary: 'How many conversations hold a value of it', params, answer: api.Carriers, cost: 3 },
    (tx, { who, params: { id } }) => countHolding(tx, who, id),
  ),
  waitingEndpoint(
    'delete',
    '/api/custom-fields/{id}',
    'teams.manage',
    { summary: 'Remove a field with its values', params },
    ({ who, params: { id } }) => removeCustomField(app, who, id),
  ),
]
