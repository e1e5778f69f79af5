import { afterAll, describe, expect, it } from 'vitest'
import { wakeSnoozed } from '../../hub/desk/wake-snoozed.ts'
import { newId } from '../../platform/ids.ts'
import { type Problem, startDesk } from '../desk-scene.ts'

const desk = await startDesk()
const { trunkline, thandi, sizwe, lerato, outsider, call, conversation, open, told, listed } = desk
const { customerWrites } = desk
afterAll(() => desk.close())

describe('claiming', () => {
  it('of many who claim at once one gets it, and everyone else is told who', async () => {
    const id = await conversation()
    const answers = await Promise.all(
      [thandi, sizwe, lerato, thandi, sizwe, lerato].map(async as => ({
        as,
        ...(await call<Problem>(as, 'POST', `/api/conversations/${id}/claim`)),
      })),
    )
    const { assignee } = (await open(id)).conversation
    for (const { as, status, body } of answers) {
      expect(status).toBe(as.id === assignee?.id ? 200 : 409)
      expect(body.assignee).toEqual(assignee)
      if (status === 409) expect(body.detail).toBe(`${assignee?.name} has this conversation already.`)
    }
    expect((await open(id)).timeline.map(entry => entry.type)).toEqual(['conversation.assigned'])
    await told(id, 'conversation.assigned')
  })

  it('a stranger learns nothing, not even that it is taken', async () => {
    const id = await conversation()
    await call(thandi, 'POST', `/api/conversations/${id}/claim`)
    expect((await call(outsider, 'POST', `/api/conversations/${id}/claim`)).status).toBe(404)
  })
})

describe('details', () => {
  it('a change is one event with what was and what is, and the same again is none', async () => {
    const id = await conversation()
    const team = await call<{ id: string }>(lerato, 'POST', '/api/teams', { name: 'Field desk' })
    expect((await call(lerato, 'POST', '/api/labels', { name: 'Fibre cut', colour: 'red' })).status).toBe(201)
    await call(lerato, 'POST', '/api/custom-fields', { key: 'visits', title: 'Visits', kind: 'number' })
    const change = {
      priority: 'high',
      teamId: team.body.id,
      labels: { add: ['fibre CUT'] },
      fields: { visits: 2 },
    }
    expect((await call(thandi, 'PATCH', `/api/conversations/${id}`, change)).status).toBe(204)
    expect((await open(id)).conversation).toMatchObject({
      priority: 'high',
      team: { name: 'Field desk' },
      labels: ['Fibre cut'],
      fields: { visits: 2 },
      lastSeq: 1,
    })
    expect(await told(id, 'conversation.changed')).toMatchObject({
      data: {
        before: { priority: 'normal', team: null, labels: [], fields: {} },
        after: { priority: 'high', labels: ['Fibre cut'] },
      },
    })
    await call(thandi, 'PATCH', `/api/conversations/${id}`, change)
    await call(thandi, 'PATCH', `/api/conversations/${id}`, { fields: { visits: null } })
    expect((await open(id)).conversation).toMatchObject({ fields: {}, lastSeq: 2 })
  })

  it('what is not there or does not fit is refused in words, and nothing changes', async () => {
    const id = await conversation()
    const refused = async (body: unknown) =>
      (await call(thandi, 'PATCH', `/api/conversations/${id}`, body)).body.detail
    expect(await refused({ labels: { add: ['nonsense'] } })).toBe('There is no label "nonsense".')
    expect(await refused({ fields: { nonsense: 1 } })).toBe('There is no field "nonsense".')
    expect(await refused({ fields: { visits: 'two' } })).toBe('Visits takes a number.')
    expect(await refused({ teamId: newId() })).toBe('There is no such team.')
    expect((await call(thandi, 'PATCH', `/api/conversations/${id}`, { tenantId: newId() })).status).toBe(422)
    expect((await call(outsider, 'PATCH', `/api/conversations/${id}`, { priority: 'low' })).status).toBe(404)
    expect((await open(id)).conversation.lastSeq).toBe(0)
  })
})

describe('snoozing', () => {
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

  it('takes it out of the open views until somebody wakes it', async () => {
    const id = await conversation()
    const until = inAnHour()
    expect((await call(thandi, 'POST', `/api/conversations/${id}/snooze`, { until })).status).toBe(204)
    expect(await listed('open')).not.toContain(id)
    expect(await listed('unassigned')).not.toContain(id)
    expect((await open(id)).conversation.snoozedUntil).toBe(until)
    await call(thandi, 'POST', `/api/conversations/${id}/unsnooze`)
    expect(await listed('open')).toContain(id)
    expect((await open(id)).timeline.map(entry => entry.type)).toEqual([
      'conversation.snoozed',
      'conversation.woke',
    ])
  })

  it('wakes by itself when the moment has come, once, however many look', async () => {
    const due = await conversation()
    const later = await conversation()
    await call(thandi, 'POST', `/api/conversations/${due}/snooze`, { until: inAnHour() })
    await call(thandi, 'POST', `/api/conversations/${later}/snooze`, {
      until: new Date(Date.now() + 7_200_000).toISOString(),
    })
    const app = { ...trunkline.app, clock: { now: () => new Date(Date.now() + 3_600_001) } }
    const woken = await Promise.all([1, 2, 3].map(() => wakeSnoozed(app, trunkline.tenantId)))
    expect(woken.reduce((sum, count) => sum + count, 0)).toBe(1)
    expect(await told(due, 'conversation.woke')).toMatchObject({ actor: null, data: { by: 'time' } })
    expect((await open(due)).conversation.snoozedUntil).toBeNull()
    expect((await open(later)).conversation.snoozedUntil).not.toBeNull()
  })

  it('wakes at once when the customer writes, and the list has it again', async () => {
    const id = await conversation()
    await call(thandi, 'POST', `/api/conversations/${id}/snooze`, { until: inAnHour() })
    await customerWrites(id)
    expect((await open(id)).conversation.snoozedUntil).toBeNull()
    expect((await open(id)).timeline.map(entry => entry.type)).toEqual([
      'conversation.snoozed',
      'conversation.woke',
    ])
    expect(await listed('open')).toContain(id)
  })

  it('the past, more than a year, and what is resolved are refused', async () => {
    const id = await conversation()
    const snooze = (until: string) => call(thandi, 'POST', `/api/conversations/${id}/snooze`, { until })
    expect((await snooze('2020-01-01T00:00:00Z')).status).toBe(422)
    expect((await snooze(new Date(Date.now() + 400 * 86_400_000).toISOString())).status).toBe(422)
    await call(thandi, 'POST', `/api/conversations/${id}/resolve`)
    expect((await snooze(inAnHour())).status).toBe(409)
  })

  it('resolving ends it', async () => {
    const id = await conversation()
    await call(thandi, 'POST', `/api/conversations/${id}/snooze`, { until: inAnHour() })
    await call(thandi, 'POST', `/api/conversations/${id}/resolve`)
    expect((await open(id)).conversation.snoozedUntil).toBeNull()
  })
})
