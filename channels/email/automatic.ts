/** Mail that no person wrote to us: auto-replies, lists, bounces (RFC 3834, RFC 2919, RFC 3464). */
import type { Email } from 'postal-mime'

/** The first value of a header, '' when absent. */
export function header(email: Email, name: string): string {
  return email.headers.find(({ key }) => key === name)?.value ?? ''
}

export function isAutomatic(email: Email): boolean {
  const has = (name: string) => email.headers.some(({ key }) => key === name)
  const submitted = header(email, 'auto-submitted').trim().toLowerCase()
  const suppress = header(email, 'x-auto-response-suppress').trim().toLowerCase()
  return (
    (submitted !== '' && !/^no\b/.test(submitted)) ||
    /^(bulk|junk|list|auto_reply)\b/i.test(header(email, 'precedence').trim()) ||
    (suppress !== '' && suppress !== 'none') ||
    ['list-id', 'x-autoreply', 'x-autorespond'].some(has) ||
    /^<\s*>$/.test(header(email, 'return-path').trim()) ||
    /^multipart\/report\b/i.test(header(email, 'content-type').trim())
  )
}
