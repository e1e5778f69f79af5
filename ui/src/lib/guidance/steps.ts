/** The first steps in words, and where each is taken. */
import type { components } from '../api/schema.ts'
import { say } from '../words/say.ts'

export type Guidance = components['schemas']['Guidance']
export type Step = Guidance['steps'][number]['step']

type Words = { title: string; about: string; go: { label: string; href: string } }

export const stepWords: Record<Step, Words> = {
  'connect-inbox': {
    title: say`Connect an inbox`,
    about: say`An account your customers write to: WhatsApp, SMS, email or Telegram.`,
    go: { label: say`Connect`, href: '/settings/inboxes/new' },
  },
  'first-message': {
    title: say`Send yourself a message`,
    about: say`Write from your own phone or mailbox. It appears here by itself.`,
    go: { label: say`Open the inbox`, href: '/inbox/open' },
  },
  'first-answer': {
    title: say`Answer it`,
    about: say`Open the conversation, press r and write. You see when it arrives and when it is read.`,
    go: { label: say`Open the inbox`, href: '/inbox/open' },
  },
  'invite-colleague': {
    title: say`Invite a colleague`,
    about: say`They get a link to join; you choose what they may see and do.`,
    go: { label: say`Invite`, href: '/settings/invitations' },
  },
  'first-router': {
    title: say`Let a router speak to us`,
    about: say`With the first RADIUS packet the live line stands beside every conversation.`,
    go: { label: say`See the network`, href: '/network' },
  },
  'second-factor': {
    title: say`Guard your account`,
    about: say`A passkey, or a code from an app, so that a password alone opens nothing.`,
    go: { label: say`Set up`, href: '/settings/security' },
  },
}

export const doneOf = ({ steps }: Guidance): number => steps.filter(({ isDone }) => isDone).length

export const isFinished = (guidance: Guidance): boolean => doneOf(guidance) === guidance.steps.length
