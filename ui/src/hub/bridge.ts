/**
 * Talk with the page that holds our frame. The first valid message pins the origin; from then on we hear only that origin and
 * speak only to it. Nothing is ever sent to `*`, so a page that does not know the token learns nothing.
 */

import { PROTOCOL, type HubMessage, type OpenMessage } from '../../embed/src/protocol'

export type { Labels, OpenMessage, Theme } from '../../embed/src/protocol'

export interface Bridge {
  say(message: HubMessage): void
}

/** Wait for the host's `open`. `onOpen` may be called again with a fresh token, never from another origin. */
export function listen(onOpen: (message: OpenMessage) => void): Bridge {
  let origin: string | null = null
  const waiting: HubMessage[] = []
  const say = (message: HubMessage) => {
    if (origin === null) waiting.push(message)
    else window.parent.postMessage({ linkwright: PROTOCOL, ...message }, origin)
  }
  window.addEventListener('message', (event: MessageEvent) => {
    if (event.source !== window.parent || window.parent === window) return
    if (event.origin === 'null' || (origin !== null && event.origin !== origin)) return
    const message = event.data as Record<string, unknown> | null
    if (!message || typeof message.linkwright !== 'number' || message.type !== 'open') return
    if (message.linkwright !== PROTOCOL) {
      window.parent.postMessage({ linkwright: message.linkwright, type: 'error', error: { code: 'protocol_version', message: `This Hub speaks version ${PROTOCOL} of the protocol.` } }, event.origin)
      return
    }
    if (typeof message.token !== 'string' || !message.token) return
    const first = origin === null
    origin = event.origin
    if (first) say({ type: 'ready' })
    for (const late of waiting.splice(0)) say(late)
    onOpen(message as unknown as OpenMessage)
  })
  return { say }
}
