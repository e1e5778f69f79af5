/** Mail as it may be shown: no scripts, forms, frames or styles from elsewhere. Loaded only when someone asks. */
import DOMPurify from 'dompurify'

export function cleanMail(html: string): string {
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: [
      'form',
      'input',
      'button',
      'select',
      'textarea',
      'iframe',
      'object',
      'embed',
      'link',
      'meta',
      'base',
      'audio',
      'video',
    ],
    FORBID_ATTR: ['srcset', 'ping', 'target'],
  })
}
