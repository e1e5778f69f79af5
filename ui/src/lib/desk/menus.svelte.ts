/** Which menu of the conversation on the screen is open; keys open them too. */
export type MenuName = 'snooze' | 'labels' | 'priority'

class Menus {
  open = $state<MenuName | null>(null)
  /** Whether the moment to snooze until is being picked by hand. */
  isPickingMoment = $state(false)

  set(name: MenuName, isOpen: boolean): void {
    if (isOpen) this.open = name
    else if (this.open === name) this.open = null
  }
}

export const menus = new Menus()
