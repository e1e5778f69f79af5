/** The words of what is sent to people's own addresses. Pure. */
import { validMinutes } from '../one-time.ts'

export type Way = 'email' | 'sms' | 'whatsapp'

export type PersonalMessage = { via: Way; subject: string; text: string }

const ignore = 'If you did not ask for this, ignore it: nothing has changed.'

/** The secret stands behind "#", which browsers keep to themselves: no log and no Referer ever holds it. */
export const signInLink = (publicUrl: string, token: string): PersonalMessage => ({
  via: 'email',
  subject: `Sign in to ${hostOf(publicUrl)}`,
  text: `Open this link to sign in:\n\n${publicUrl}/sign-in/link#${token}\n\nIt works once, within ${validMinutes} minutes. ${ignore}\n`,
})

export const resetLink = (publicUrl: string, token: string): PersonalMessage => ({
  via: 'email',
  subject: `Choose a new password for ${hostOf(publicUrl)}`,
  text: `Open this link to choose a new password:\n\n${publicUrl}/reset-password#${token}\n\nIt works once, within ${validMinutes} minutes. ${ignore}\n`,
})

export const signInCode = (publicUrl: string, via: Way, code: string): PersonalMessage => ({
  via,
  subject: `${code} is your code for ${hostOf(publicUrl)}`,
  text: `${code} is your code to sign in to ${hostOf(publicUrl)}. It works once, within ${validMinutes} minutes. Give it to nobody.\n`,
})

const hostOf = (publicUrl: string) => new URL(publicUrl).host
