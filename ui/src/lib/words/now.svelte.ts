/** One ticking "now" for the whole screen, so that all timers move together. */
class Now {
  at = $state(Date.now())

  /** Ticks once a second while the page is visible; returns how to stop. */
  start(): () => void {
    const tick = () => {
      if (!document.hidden) this.at = Date.now()
    }
    const timer = setInterval(tick, 1000)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }
}

export const now = new Now()
