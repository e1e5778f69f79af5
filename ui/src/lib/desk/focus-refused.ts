import { tick } from 'svelte'

/** Puts the caret into the first field that was refused, so that its words are read out and it can be set right at once. */
export async function focusRefused(form: HTMLFormElement | undefined): Promise<void> {
  await tick()
  form?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
}
