/** Whether the router handed over the right password, by PAP or CHAP. Pure. */
import { Attr, Vendor } from './codec/attributes.ts'
import { first, type Packet } from './codec/packet.ts'
import { isChapAnswer, isSamePassword, revealPassword } from './codec/password.ts'
import { hasVendor } from './codec/read.ts'

export type Credentials = { method: 'pap' | 'chap'; matches(password: string): boolean }

/** Reads how the request proves the password, or says in words why it cannot be checked. */
export function readCredentials(request: Packet, secret: Buffer): Credentials | { unusable: string } {
  const hidden = first(request, Attr.userPassword)
  const answer = first(request, Attr.chapPassword)
  if (hidden && answer) return { unusable: 'the router sent both a PAP and a CHAP password' }
  if (hidden) {
    const given = revealPassword(hidden, secret, request.authenticator)
    if (!given) return { unusable: 'the router sent a PAP password of a length that cannot be' }
    return { method: 'pap', matches: password => isSamePassword(given, Buffer.from(password, 'utf8')) }
  }
  if (answer) {
    const challenge = first(request, Attr.chapChallenge) ?? request.authenticator
    return {
      method: 'chap',
      matches: password => isChapAnswer(answer, Buffer.from(password, 'utf8'), challenge),
    }
  }
  if (first(request, Attr.eapMessage)) return { unusable: 'the router asked for EAP; set it to PAP or CHAP' }
  if (hasVendor(request, Vendor.microsoft))
    return { unusable: 'the router asked for MS-CHAP; set it to PAP or CHAP' }
  return { unusable: 'the router sent no password' }
}
