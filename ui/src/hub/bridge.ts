/**
 * Talk with the page that holds our frame. The first valid message pins the origin; from then on we hear only that origin and
 * speak only to it. Nothing is ever sent to `*`, so a page that does not know the token learns nothing.
 */

export interface OpenMessage {
  token: string
  theme?: Theme | string
  accountId?: string
  /** `dialog` shows a close button; `inline` does not. */
  presentation?: 'dialog' | 'inline'
}

export interface Theme {
  mode?: 'light' | 'dark' | 'auto'
  color?: string
  /** Corners in px, 0 to 12. */
  corner?: number
  font?: string
  /** Take the host page's own ground instead of our surface. */
  transparent?: boolean
}

export type Outgoing =
  | { type: 'ready' }
  | { type: 'height'; height: number }
  | { type: 'success'; account: { id: string; provider: string } }
  | { type: 'close' }
  | { type: 'error'; error: { code: string; message: string } }

export interface Bridge {
  say(message: Outgoing): void
}

/** Wait for the host's `open`. `onOpen` may be called again with a fresh token, never from another origin. */
export function listen(onOpen: (message: OpenMessage) => void): Bridge {
  let origin: string | null = null
  const waiting: Outgoing[] = []
  const say = (message: Outgoing) => {
    if (origin === null) waiting.push(message)
    else window.parent.postMessage({ linkwright: 1, ...message }, origin)
  }
  window.addEventListener('message', (event: MessageEvent) => {
    if (event.source !== window.parent || window.parent === window) return
    if (event.origin === 'null' || (origin !== null && event.origin !== origin)) return
    const message = event.data as Record<string, unknown> | null
    if (!message || message.linkwright !== 1 || message.type !== 'open' || typeof message.token !== 'string' || !message.token) return
    origin = event.origin
    say({ type: 'ready' })
    for (const late of waiting.splice(0)) say(late)
    onOpen(message as unknown as OpenMessage)
  })
  return { say }
}
