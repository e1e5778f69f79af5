import { describe, expect, it } from 'vitest'
import {
  type Happened,
  isQuiet,
  type Listener,
  mentionWorthTelling,
  type Rules,
  usualRules,
  worthTelling,
} from './worth-telling.ts'

const me = { id: 'me' }
const colleague = { id: 'colleague' }
const noon = new Date('2026-03-02T10:00:00Z')

const listener = (rules: Rules = usualRules, teamIds: string[] = ['support']): Listener => ({
  memberId: 'me',
  teamIds,
  rules,
  timeZone: 'Africa/Johannesburg',
})
const received = (conversation: Partial<Happened['conversation']> = {}): Happened => ({
  type: 'message.received',
  actor: null,
  conversation: { status: 'open', assignee: null, team: null, inboundCount: 5, ...conversation },
  message: { author: null, automatic: false, state: 'received' },
})
const withRule = (kind: keyof Rules['kinds'], change: Partial<Rules['kinds']['message']>): Rules => ({
  ...usualRules,
  kinds: { ...usualRules.kinds, [kind]: { ...usualRules.kinds[kind], ...change } },
})
const told = (happened: Happened, who = listener()) => worthTelling(happened, who, noon)?.kind ?? null

describe('whose conversation it is', () => {
  it('by the usual rules a message is told to whoever the conversation belongs to, and nobody else', () => {
    expect(told(received({ assignee: me }))).toBe('message')
    expect(told(received({ assignee: colleague }))).toBe(null)
    expect(told(received({ team: { id: 'support' } }))).toBe(null)
  })

  it('those of one’s teams too, or all, when that is wanted', () => {
    const ofTeam = listener(withRule('message', { circle: 'team' }))
    expect(told(received({ assignee: colleague, team: { id: 'support' } }), ofTeam)).toBe('message')
    expect(told(received({ team: { id: 'billing' } }), ofTeam)).toBe(null)
    const all = listener(withRule('message', { circle: 'all' }))
    expect(told(received({ assignee: colleague, team: { id: 'billing' } }), all)).toBe('message')
  })

  it('a new one that is nobody’s is told to its team, and to everybody when it has none', () => {
    expect(told(received({ inboundCount: 1, team: { id: 'support' } }))).toBe('unassigned')
    expect(told(received({ inboundCount: 1, team: { id: 'billing' } }))).toBe(null)
    expect(told(received({ inboundCount: 1 }))).toBe('unassigned')
    expect(told(received({ inboundCount: 1, assignee: me }))).toBe('message')
  })
})

describe('what happened', () => {
  const of = (type: string, actor: Happened['actor'], assignee: Happened['actor']): Happened => ({
    ...received({ assignee }),
    type,
    actor,
  })
  it('being given a conversation is told, taking it oneself is not', () => {
    expect(told(of('conversation.assigned', colleague, me))).toBe('assigned')
    expect(told(of('conversation.assigned', me, me))).toBe(null)
    expect(told(of('conversation.assigned', me, colleague))).toBe(null)
  })

  it('a conversation that woke is told to its owner', () => {
    expect(told(of('conversation.woke', null, me))).toBe('woke')
    expect(told(of('conversation.woke', null, colleague))).toBe(null)
  })

  it('a message that failed is told to who wrote it, whoever the conversation belongs to', () => {
    const failed = (author: Happened['actor'], state = 'failed'): Happened => ({
      ...of('message.changed', null, colleague),
      message: { author, automatic: false, state },
    })
    expect(told(failed(me))).toBe('failed')
    expect(told(failed(colleague))).toBe(null)
    expect(told(failed(me, 'delivered'))).toBe(null)
  })

  it('answers of machines, resolving and notes are nothing to be told of', () => {
    const machine = received({ assignee: me })
    expect(told({ ...machine, message: { author: null, automatic: true, state: 'received' } })).toBe(null)
    for (const type of ['conversation.resolved', 'note.written', 'message.written', 'ticket.created']) {
      expect(told(of(type, colleague, me))).toBe(null)
    }
  })

  it('only the ways that are wanted are named, and none of them is nothing', () => {
    expect(worthTelling(received({ assignee: me }), listener(), noon)?.ways).toEqual([
      'desktop',
      'sound',
      'push',
    ])
    const silent = listener(withRule('message', { sound: false }))
    expect(worthTelling(received({ assignee: me }), silent, noon)?.ways).toEqual(['desktop', 'push'])
    const none = listener(withRule('mention', { desktop: false, sound: false, push: false }))
    expect(mentionWorthTelling(none, noon)).toBe(null)
    expect(mentionWorthTelling(listener(), noon)?.kind).toBe('mention')
  })
})

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00', timeZone: null }
  const at = (moment: string) => isQuiet(night, new Date(moment), 'Africa/Johannesburg')

  it('last over midnight, in the provider’s time zone', () => {
    expect(at('2026-03-02T20:00:00Z')).toBe(true)
    expect(at('2026-03-02T19:59:00Z')).toBe(false)
    expect(at('2026-03-03T04:59:00Z')).toBe(true)
    expect(at('2026-03-03T05:00:00Z')).toBe(false)
  })

  it('or in one’s own', () => {
    const own = { ...night, timeZone: 'America/New_York' }
    expect(isQuiet(own, new Date('2026-03-02T20:00:00Z'), 'Africa/Johannesburg')).toBe(false)
    expect(isQuiet(own, new Date('2026-03-03T03:30:00Z'), 'Africa/Johannesburg')).toBe(true)
  })

  it('within one day end on the same day; from a time to itself is never', () => {
    const lunch = { from: '12:00', to: '13:00', timeZone: 'UTC' }
    expect(isQuiet(lunch, new Date('2026-03-02T12:30:00Z'), 'UTC')).toBe(true)
    expect(isQuiet(lunch, new Date('2026-03-02T13:00:00Z'), 'UTC')).toBe(false)
    expect(isQuiet({ ...lunch, to: '12:00' }, new Date('2026-03-02T12:00:00Z'), 'UTC')).toBe(false)
  })

  it('silence everything, in summer time too', () => {
    const rules = { ...usualRules, quiet: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' } }
    const asked = (moment: string) =>
      worthTelling(received({ assignee: me }), listener(rules), new Date(moment))
    expect(asked('2026-07-01T20:30:00Z')).toBe(null)
    expect(asked('2026-01-01T20:30:00Z')).not.toBe(null)
    expect(mentionWorthTelling(listener(rules), new Date('2026-07-01T20:30:00Z'))).toBe(null)
  })
})
