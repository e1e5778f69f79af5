/** The views a conversation list can show. */
export const match = (param: string): param is 'open' | 'mine' | 'unassigned' | 'resolved' =>
  ['open', 'mine', 'unassigned', 'resolved'].includes(param)
