/** Routes of saved lists. The word of the records themselves is asked for by the verb. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import * as api from './saved-lists.api.ts'
import { addSavedList, findSavedLists, removeSavedList } from './saved-lists.ts'

export const savedListRoutes = (): Endpoint[] => [
  endpoint(
    'get',
    '/api/saved-lists',
    'customers.read',
    {
      summary: 'My saved lists of some records and the shared ones',
      query: api.ofList,
      answer: api.SavedLists,
    },
    async (tx, { who, query }) => ({ items: await findSavedLists(tx, who, query.list) }),
  ),
  endpoint(
    'post',
    '/api/saved-lists',
    'customers.read',
    {
      summary: 'Save the filters and order of a list',
      body: api.writeSavedList,
      answer: api.SavedList,
      status: 201,
    },
    (tx, { who, body }) => addSavedList(tx, who, body),
  ),
  endpoint(
    'delete',
    '/api/saved-lists/{id}',
    'customers.read',
    { summary: 'Remove a saved list; its records stay', params: api.idParam },
    (tx, { who, params: { id } }) => removeSavedList(tx, who, id),
  ),
]
