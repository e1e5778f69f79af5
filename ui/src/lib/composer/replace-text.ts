/** Writes into a box as typing does: it can be undone, and the box tells its input. */
export function replaceText(box: HTMLTextAreaElement, start: number, end: number, text: string): void {
  box.focus()
  box.setSelectionRange(start, end)
  // The only way that keeps what can be undone; where a browser lets go of it, the words still arrive.
  if (document.execCommand('insertText', false, text)) return
  box.setRangeText(text, start, end, 'end')
  box.dispatchEvent(new InputEvent('input', { bubbles: true }))
}
