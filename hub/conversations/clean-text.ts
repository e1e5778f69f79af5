/** Text as PostgreSQL can hold it: no NUL, no half surrogates. Providers send both. */
export function cleanText(text: string): string {
  if (!/[\0\uD800-\uDFFF]/.test(text)) return text
  return text
    .replaceAll('\0', '')
    .replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
}

/** The first line or so of a message, for the list. */
export function previewOf(text: string, attachmentNames: string[] = []): string {
  const words = text.replaceAll(/\s+/g, ' ').trim().slice(0, 160)
  return words || attachmentNames.join(', ').slice(0, 160)
}
