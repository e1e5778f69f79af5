/** The simulator's people, who one is now, and what they see on their channel. */
import { demo as calls } from '../api/calls.ts'
import { wordsOf } from '../api/client.ts'
import type { DemoChannel, DemoMessage, DemoPerson } from '../api/types.ts'

export type Speaker = { name: string; channel: DemoChannel; address: string }

class Demo {
  people = $state.raw<DemoPerson[] | null>(null)
  speaker = $state.raw<Speaker | null>(null)
  thread = $state.raw<DemoMessage[] | null>(null)
  failure = $state<string | null>(null)

  async load(): Promise<void> {
    try {
      this.people = (await calls.people()).items
      this.failure = null
      const first = this.people[0]
      const address = first?.addresses[0]
      if (!this.speaker && first && address)
        this.be({ name: first.name, channel: address.channel, address: address.value })
    } catch (error) {
      this.failure = wordsOf(error)
    }
  }

  be(speaker: Speaker): void {
    this.speaker = speaker
    this.thread = null
    void this.refresh()
  }

  async refresh(): Promise<void> {
    const asked = this.speaker
    if (!asked || document.hidden) return
    const answer = await calls.thread(asked.channel, asked.address).catch(() => null)
    if (answer && asked === this.speaker) this.thread = answer.items
  }

  async say(text: string, subject: string): Promise<void> {
    const { speaker } = this
    if (!speaker) return
    const { name, channel, address } = speaker
    await calls.say({ channel, address, name, text, ...(channel === 'email' && subject ? { subject } : {}) })
    await this.refresh()
  }

  async setLine(login: string, up: boolean): Promise<void> {
    await calls.setLine(login, up)
    this.people = (this.people ?? []).map(person =>
      person.login === login ? { ...person, lineUp: up } : person,
    )
  }
}

export const demo = new Demo()
