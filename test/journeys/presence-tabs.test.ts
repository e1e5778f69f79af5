/** One socket that speaks for several tabs of one person. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startDesk } from '../desk-scene.ts'
import { connectLive } from '../live.ts'

let desk: Awaited<ReturnType<typeof startDesk>>
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk?.close())

it('is in several conversations at once, and gone from all with its end', async () => {
  const [first, second, third] = [
    await desk.conversation(),
    await desk.conversation(),
    await desk.conversation(),
  ]
  const colleague = await connectLive(desk.trunkline.url, desk.lerato.cookie)
  const screen = await connectLive(desk.trunkline.url, desk.sizwe.cookie)
  const view = (tab: string, conversationId: string | null) =>
    screen.emit('presence.view', { conversationId, tab })
  const told = (conversationId: string, state: string) =>
    colleague.told('presence', word => word.conversationId === conversationId && word.state === state)
  expect(await view('one', first)).toEqual({ ok: true })
  expect(await view('two', second)).toEqual({ ok: true })
  const typed = { conversationId: third, kind: 'reply', tab: 'three' }
  expect(await screen.emit('presence.type', typed)).toEqual({ ok: true })
  await view('four', first)
  await view('one', null)
  await view('two', null)
  await told(second, 'gone')
  screen.close()
  await Promise.all([told(first, 'gone'), told(third, 'gone')])
  const words = colleague.events.filter(({ name }) => name === 'presence').map(({ payload }) => payload)
  const statesIn = (id: string) =>
    words.filter(word => word.conversationId === id).map(word => String(word.state))
  expect([first, second, third].map(statesIn)).toEqual([
    ['viewing', 'gone'],
    ['viewing', 'gone'],
    ['viewing', 'replying', 'gone'],
  ])
  colleague.close()
})
