/** The first steps in words, and where each is taken. */
import type { components } from '../api/schema.ts'

export type Guidance = components['schemas']['Guidance']
export type Step = Guidance['steps'][number]['step']

type Words = { title: string; about: string; go: { label: string; href: string } }

export const stepWords: Record<Step, Words> = {
  'connect-inbox': {
    title: 'Connect an inbox',
    about: 'An account your customers write to: WhatsApp, SMS, email or Telegram.',
    go: { label: 'Connect', href: '/settings/inboxes/new' },
  },
  'first-message': {
    title: 'Send yourself a message',
    about: 'Write from your own phone or mailbox. It appears here by itself.',
    go: { label: 'Open the inbox', href: '/inbox/open' },
  },
  'first-answer': {
    title: 'Answer it',
    about: 'Open the conversation, press r and write. You see when it arrives and when it is read.',
    go: { label: 'Open the inbox', href: '/inbox/open' },
  },
  'invite-colleague': {
    title: 'Invite a colleague',
    about: 'They get a link to join; you choose what they may see and do.',
    go: { label: 'Invite', href: '/settings/invitations' },
  },
  'first-router': {
    title: 'Let a router speak to us',
    about: 'With the first RADIUS packet the live line stands beside every conversation.',
    go: { label: 'See the network', href: '/network' },
  },
  'second-factor': {
    title: 'Guard your account',
    about: 'A passkey, or a code from an app, so that a password alone opens nothing.',
    go: { label: 'Set up', href: '/settings/security' },
  },
}

export const doneOf = ({ steps }: Guidance): number => steps.filter(({ isDone }) => isDone).length

export const isFinished = (guidance: Guidance): boolean => doneOf(guidance) === guidance.steps.length
