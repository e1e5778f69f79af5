/** What screens that watch the network hear, and who hears nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectLive, type LiveClient } from '../live.ts'
import { type NetworkScene, openNetwork } from '../network-scene.ts'

let scene: NetworkScene
beforeAll(async () => {
  scene = await openNetwork()
})
afterAll(() => scene?.close())

it('a screen that watches hears of it; one without the right, of another provider, or that closed hears nothing', async () => {
  const stranger = await scene.trunkline.member({
    role: 'network',
    tenantId: await scene.trunkline.otherTenant(),
  })
  const people = [scene.engineer, scene.engineer, scene.agent, stranger]
  const screens = await Promise.all(people.map(member => connectLive(scene.trunkline.url, member.cookie)))
  const [watching, ...others] = screens as [LiveClient, LiveClient, LiveClient, LiveClient]
  const [closed, without, elsewhere] = others
  expect(await watching.emit('network.open', {})).toEqual({ ok: true })
  expect(await closed.emit('network.open', {})).toEqual({ ok: true })
  expect(await closed.emit('network.close', {})).toEqual({ ok: true })
  expect(await without.emit('network.open', {})).toEqual({ ok: false })
  expect(await elsewhere.emit('network.open', {})).toEqual({ ok: true })
  await scene.account({
    status: 'start',
    userName: 'thandi@isp',
    sessionId: 'w1',
    framedIpAddress: '100.64.0.9',
  })
  const word = await watching.told('network', told => (told.sessions as unknown[]).length > 0)
  expect(word).toMatchObject({ more: false, sessions: [{ ip: '100.64.0.9', stoppedAt: null }] })
  expect(word.online).toBe((await scene.get<{ online: number }>('')).body.online)
  expect(JSON.stringify(word)).not.toContain('Thandi')
  await scene.access('thandi@isp', 'no')
  await watching.told('network', told => told.refused === 1)
  for (const screen of others) {
    // Sockets are told in order: its answer comes after whatever was said before.
    await screen.emit('network.close', {})
    expect(screen.events.filter(event => event.name === 'network')).toEqual([])
  }
  for (const screen of screens) screen.close()
})
