/** Files as a person hands them to a page: out of the clipboard, or dragged over it from elsewhere. */
import type { Page } from 'playwright-core'

export type HandedFile = { name: string; type: string; bytes: Buffer }

/** Runs inside the page. */
const hand = `(element, { kind, files }) => {
  const data = new DataTransfer()
  for (const { name, type, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
    data.items.add(new File([bytes], name, { type }))
  }
  const more = { bubbles: true, cancelable: true }
  element.dispatchEvent(
    kind === 'paste'
      ? new ClipboardEvent(kind, { ...more, clipboardData: data })
      : new DragEvent(kind, { ...more, dataTransfer: data }),
  )
}`

/** The browser's event of that kind, with these files, on the first element that fits. */
export async function handFiles(
  page: Page,
  kind: 'paste' | 'dragenter' | 'drop',
  selector: string,
  files: HandedFile[],
): Promise<void> {
  const carried = files.map(({ name, type, bytes }) => ({ name, type, base64: bytes.toString('base64') }))
  await page.locator(selector).first().waitFor()
  const element = `document.querySelector(${JSON.stringify(selector)})`
  await page.evaluate(`(${hand})(${element}, ${JSON.stringify({ kind, files: carried })})`)
}
