/** The rows of the role table for web push: the browsers a person is told in are theirs alone, whatever their role. */
export const pushTable: Record<string, readonly ['signed-in', 'same']> = {
  'get /api/me/push': ['signed-in', 'same'],
  'post /api/me/push': ['signed-in', 'same'],
  'delete /api/me/push/{id}': ['signed-in', 'same'],
  'post /api/me/push/{id}/test': ['signed-in', 'same'],
}
