/**
 * Runs inside the page (bench/ui-probe.ts puts it there): from a key, a click or a typed word to the frame in which its
 * result was painted, and which tasks kept the page busy.
 */
const longTasks = []
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) longTasks.push(entry.duration)
}).observe({ type: 'longtask', buffered: true })

const log = () => document.querySelector('[role=log]')
const isReady = {
  conversation: id => location.pathname.endsWith(id) && Boolean(log()?.querySelector('[id^=message-]')),
  bubble: text => Boolean(log()?.textContent?.includes(text)),
  palette: () => {
    const box = document.querySelector('[role=dialog] input')
    return box !== null && box === document.activeElement
  },
}

globalThis.trunklineProbe = {
  longTasks,
  /** Watches for the next such event; `took` is null until its result was painted. */
  watch(event, ready, what) {
    const watched = { took: null }
    globalThis.trunklineProbe.watched = watched
    const begin = ({ timeStamp }) => {
      const look = () => {
        if (!isReady[ready](what)) return requestAnimationFrame(look)
        // A message is handled after the frame that is being made now has been painted.
        const painted = new MessageChannel()
        painted.port1.onmessage = () => {
          watched.took = performance.now() - timeStamp
        }
        painted.port2.postMessage(null)
      }
      requestAnimationFrame(look)
    }
    addEventListener(event, begin, { capture: true, once: true })
  },
}
