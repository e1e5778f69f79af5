import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { startDesk } from '../desk-scene.ts'
import type { Member } from '../trunkline.ts'

const desk = await startDesk()
const { thandi, sizwe, lerato, outsider, call, conversation, open, told } = desk
afterAll(() => desk.close())

describe('watching and naming', () => {
  const note = (id: string, mentions: string[]) =>
    call(thandi, 'POST', `/api/conversations/${id}/notes`, { id: newId(), text: 'Please look', mentions })
  const mentionsOf = async (as: Member) =>
    (
      await call<{ items: { messageId: string; conversationId: string; seenAt: string | null }[] }>(
        as,
        'GET',
        '/api/me/mentions',
      )
    ).body.items

  it('watching twice is once, and ends when asked', async () => {
    const id = await conversation()
    await call(sizwe, 'POST', `/api/conversations/${id}/watch`)
    const twice = await call<{ watchers: unknown }>(sizwe, 'POST', `/api/conversations/${id}/watch`)
    expect(twice.body.watchers).toEqual([{ id: sizwe.id, name: 'Sizwe' }])
    expect((await open(id)).watchers).toEqual([{ id: sizwe.id, name: 'Sizwe' }])
    await call(sizwe, 'DELETE', `/api/conversations/${id}/watch`)
    expect((await open(id)).watchers).toEqual([])
    expect((await call(outsider, 'POST', `/api/conversations/${id}/watch`)).status).toBe(404)
  })

  it('who is named by name and by team is told once and watches; seen ones go below', async () => {
    const [first, second] = [await conversation(), await conversation()]
    const team = await call<{ id: string }>(lerato, 'POST', '/api/teams', {
      name: 'Night desk',
      memberIds: [sizwe.id, thandi.id, outsider.id],
    })
    await note(first, [sizwe.id, team.body.id])
    await note(second, [sizwe.id])
    const [newer, older] = await mentionsOf(sizwe)
    expect([newer?.conversationId, older?.conversationId]).toEqual([second, first])
    expect((await open(first)).watchers.map(watcher => watcher.name)).toEqual(['Sizwe'])
    await call(sizwe, 'POST', `/api/me/mentions/${newer?.messageId}/seen`)
    expect((await mentionsOf(sizwe)).map(item => item.conversationId)).toEqual([first, second])
    expect(await mentionsOf(thandi)).toEqual([])
    expect((await call(thandi, 'POST', `/api/me/mentions/${newer?.messageId}/seen`)).status).toBe(404)
  })

  it('naming someone who cannot open it is refused, and the note is not written', async () => {
    const id = await conversation()
    expect((await note(id, [outsider.id])).body.detail).toBe('Outsider does not see this conversation.')
    expect((await note(id, [newId()])).status).toBe(422)
    expect((await open(id)).conversation.lastSeq).toBe(0)
  })
})

describe('labels and fields', () => {
  it('a new name and a removal reach every conversation that carries it', async () => {
    const ids = await Promise.all([conversation(), conversation(), conversation()])
    const label = await call<{ id: string }>(lerato, 'POST', '/api/labels', { name: 'Slow line' })
    for (const id of ids) {
      await call(thandi, 'PATCH', `/api/conversations/${id}`, { labels: { add: ['Slow line'] } })
    }
    const path = `/api/labels/${label.body.id}`
    expect((await call(lerato, 'PATCH', path, { name: 'Slow', colour: 'amber' })).body).toMatchObject({
      name: 'Slow',
      colour: 'amber',
    })
    for (const id of ids) expect((await open(id)).conversation.labels).toEqual(['Slow'])
    expect((await call(lerato, 'DELETE', path)).status).toBe(204)
    for (const id of ids) expect((await open(id)).conversation.labels).toEqual([])
    await told(ids[2] ?? '', 'conversation.changed')
    expect((await call(lerato, 'DELETE', path)).status).toBe(404)
  })

  it('putting a label on while it is removed leaves no conversation with a label that is not there', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, conversation))
    const label = await call<{ id: string }>(lerato, 'POST', '/api/labels', { name: 'Fleeting' })
    const put = (id: string) =>
      call(thandi, 'PATCH', `/api/conversations/${id}`, { labels: { add: ['Fleeting'] } })
    const [removed, ...answers] = await Promise.all([
      call(lerato, 'DELETE', `/api/labels/${label.body.id}`),
      ...ids.map(put),
    ])
    expect(removed.status).toBe(204)
    for (const answer of answers) expect([204, 422]).toContain(answer.status)
    for (const id of ids) expect((await open(id)).conversation.labels).toEqual([])
  })

  it('names are one whatever their case, and only those who manage teams make them', async () => {
    await call(lerato, 'POST', '/api/labels', { name: 'VIP' })
    expect((await call(lerato, 'POST', '/api/labels', { name: 'vip' })).status).toBe(409)
    expect((await call(thandi, 'POST', '/api/labels', { name: 'Mine' })).status).toBe(403)
    expect((await call(thandi, 'GET', '/api/labels')).status).toBe(200)
  })

  it('a field of kind choice needs choices, keeps its key, and takes its values with it', async () => {
    const id = await conversation()
    const add = (body: unknown) =>
      call<{ id: string; detail: string }>(lerato, 'POST', '/api/custom-fields', body)
    expect((await add({ key: 'site', title: 'Site', kind: 'choice' })).status).toBe(422)
    const site = await add({ key: 'site', title: 'Site', kind: 'choice', choices: ['North', 'South'] })
    expect((await add({ key: 'site', title: 'Again', kind: 'text' })).status).toBe(409)
    await call(thandi, 'PATCH', `/api/conversations/${id}`, { fields: { site: 'North' } })
    expect((await open(id)).conversation.fields).toEqual({ site: 'North' })
    const path = `/api/custom-fields/${site.body.id}`
    expect((await call(lerato, 'PATCH', path, { title: 'Place' })).body).toMatchObject({
      title: 'Place',
      key: 'site',
    })
    expect((await call(lerato, 'DELETE', path)).status).toBe(204)
    expect((await open(id)).conversation.fields).toEqual({})
  })
})
