/** Attached to the field a person goes on with. Not on touch screens, where it would throw up the keyboard. */
export const focusFirst = (field: HTMLElement): void => {
  if (matchMedia('(hover: hover)').matches) field.focus()
}
