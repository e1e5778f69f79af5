/** Lines of text out of the browser: into a file, or onto paper. Nothing of them is sent anywhere. */
import { saveFile } from '../records/save-file.ts'

export function saveLines(name: string, lines: string[]): void {
  saveFile(new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }), name)
}

/** Prints them alone, not the page they stand on. */
export function printLines(title: string, lines: string[]): void {
  const frame = document.createElement('iframe')
  // Browsers do not print what is not displayed at all.
  Object.assign(frame.style, { position: 'fixed', inlineSize: '0', blockSize: '0', border: '0' })
  document.body.append(frame)
  const inside = frame.contentDocument
  const sheet = frame.contentWindow
  if (!inside || !sheet) {
    frame.remove()
    return
  }
  const heading = inside.createElement('h1')
  heading.textContent = title
  heading.style.font = '600 14pt sans-serif'
  const list = inside.createElement('pre')
  list.textContent = lines.join('\n')
  list.style.font = '14pt/1.6 monospace'
  inside.body.append(heading, list)
  sheet.addEventListener('afterprint', () => frame.remove())
  sheet.print()
}
