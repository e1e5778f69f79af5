/**
 * What a member is told of, and how. Pure and of itself: the server keeps rules of this shape, and whoever tells something
 * decides by this function (the one file of the hub that screens may import).
 */

/** What may be told, in the order of the page. */
export const kinds = ['message', 'unassigned', 'mention', 'assigned', 'woke', 'failed'] as const
export const ways = ['desktop', 'sound', 'push'] as const
/** In whose conversations: one's own; also those of one's teams; all one sees. */
export const circles = ['mine', 'team', 'all'] as const

export type Kind = (typeof kinds)[number]
export type Way = (typeof ways)[number]
export type Circle = (typeof circles)[number]

/** From one time of day to another, over midnight too. Without a time zone: in the provider's. */
export type Quiet = { from: string; to: string; timeZone: string | null }
export type Rule = { circle: Circle } & Record<Way, boolean>
export type Rules = { kinds: Record<Kind, Rule>; quiet: Quiet | null }

/** These concern one person by what they are: no circle widens or narrows them. */
export const ownKinds: readonly Kind[] = ['mention', 'assigned']
/** Nobody's yet, so never one's own. */
export const circlesOf = (kind: Kind): readonly Circle[] =>
  ownKinds.includes(kind) ? [] : kind === 'unassigned' ? ['team', 'all'] : circles

export const usualRules: Rules = {
  kinds: {
    message: { circle: 'mine', desktop: true, sound: true, push: true },
    unassigned: { circle: 'team', desktop: true, sound: false, push: true },
    mention: { circle: 'mine', desktop: true, sound: true, push: true },
    assigned: { circle: 'mine', desktop: true, sound: false, push: true },
    woke: { circle: 'mine', desktop: true, sound: false, push: true },
    failed: { circle: 'mine', desktop: true, sound: false, push: true },
  },
  quiet: null,
}

/** What happened, in the words of a live event; a mention is told apart from the note it stands in. */
export type Happened = {
  type: string
  actor: { id: string } | null
  conversation: {
    status: string
    assignee: { id: string } | null
    team: { id: string } | null
    inboundCount: number
  }
  message: { author: { id: string } | null; automatic: boolean; state: string } | null
}

export type Listener = { memberId: string; teamIds: string[]; rules: Rules; timeZone: string }

export type Telling = { kind: Kind; ways: Way[] }

/** Null: nothing this member wants to be told now. Nobody is told what they did themselves. */
export function worthTelling(happened: Happened, listener: Listener, at: Date): Telling | null {
  const kind = kindOf(happened, listener)
  return kind && isTheirs(kind, happened, listener) ? telling(kind, listener, at) : null
}

/** Of a note that names them. */
export const mentionWorthTelling = (listener: Listener, at: Date): Telling | null =>
  telling('mention', listener, at)

function telling(kind: Kind, { rules, timeZone }: Listener, at: Date): Telling | null {
  if (rules.quiet && isQuiet(rules.quiet, at, timeZone)) return null
  const wanted = ways.filter(way => rules.kinds[kind][way])
  return wanted.length > 0 ? { kind, ways: wanted } : null
}

function kindOf({ type, actor, conversation, message }: Happened, { memberId }: Listener): Kind | null {
  if (actor?.id === memberId) return null
  switch (type) {
    case 'message.received':
      if (message?.automatic) return null
      return conversation.assignee === null && conversation.inboundCount <= 1 ? 'unassigned' : 'message'
    case 'conversation.assigned':
      return conversation.assignee?.id === memberId ? 'assigned' : null
    case 'conversation.woke':
      return 'woke'
    case 'message.changed':
      return message?.state === 'failed' ? 'failed' : null
    default:
      return null
  }
}

function isTheirs(kind: Kind, { conversation, message }: Happened, listener: Listener): boolean {
  const { memberId, teamIds, rules } = listener
  const { circle } = rules.kinds[kind]
  if (ownKinds.includes(kind) || circle === 'all') return true
  const isOwn =
    conversation.assignee?.id === memberId || (kind === 'failed' && message?.author?.id === memberId)
  if (isOwn) return true
  // A conversation of no team and nobody is everybody's to take.
  const isOfTeam = conversation.team ? teamIds.includes(conversation.team.id) : kind === 'unassigned'
  return circle === 'team' && isOfTeam
}

/** Whether it is quiet at that moment. The same time twice: never. */
export function isQuiet({ from, to, timeZone }: Quiet, at: Date, usualTimeZone: string): boolean {
  const now = timeOfDay(at, timeZone ?? usualTimeZone)
  return from <= to ? from <= now && now < to : now >= from || now < to
}

const timeOfDay = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
