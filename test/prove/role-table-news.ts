/** The rows of the role table for what one is told, and where: one's own, whatever the role. */
export const newsTable: Record<string, readonly [word: 'conversations.read' | 'signed-in', 'same']> = {
  'get /api/me/notifications': ['conversations.read', 'same'],
  'put /api/me/notifications': ['conversations.read', 'same'],
  'get /api/me/push': ['signed-in', 'same'],
  'post /api/me/push': ['signed-in', 'same'],
  'delete /api/me/push/{id}': ['signed-in', 'same'],
  'post /api/me/push/{id}/test': ['signed-in', 'same'],
}

/** The browser of the sample is one person's: for all others it is not there. */
export const newsMayRefuse = ['delete /api/me/push/{id}', 'post /api/me/push/{id}/test']

export const newsThroughTheirEyes: Record<string, '403'> = {
  'post /api/me/push': '403',
  'delete /api/me/push/{id}': '403',
  'post /api/me/push/{id}/test': '403',
}
