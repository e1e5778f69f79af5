/** Which menu of the conversation on the screen is open; keys open them too. */
export type MenuName = 'snooze' | 'labels' | 'priority'

class Menus {
  open = $state<MenuName | null>(null)

  set(name: MenuName, isOpen: boolean): void {
    if (isOpen) this.open = name
    else if (this.open === name) this.open = null
  }
}

export const menus = new Menus()
