/** The auth link's secret part: out of the address bar at once, and kept only for reloads of this tab. */
import { HubError, openLink } from './api'

const LINK = 'linkwright.link'
const SESSION = 'linkwright.session'

function stored(key: string, value?: string | null): string | null {
  try {
    if (value === null) sessionStorage.removeItem(key)
    else if (value !== undefined) sessionStorage.setItem(key, value)
    return sessionStorage.getItem(key)
  } catch {
    // Storage may be forbidden; the page then works until it is reloaded.
    return null
  }
}

/** Take the token out of the address. Call before anything else runs. */
export function takeLink(): string | null {
  const found = /^(.*\/link)\/([^/]+)\/?$/.exec(window.location.pathname)
  if (!found) return stored(LINK)
  const token = decodeURIComponent(found[2]!)
  if (stored(LINK) !== token) stored(SESSION, null)
  stored(LINK, token)
  window.history.replaceState(null, '', found[1]!)
  return token
}

/** A session for this link: the one of before a reload, else a new one. Throws HubError. */
export async function session(link: string | null): Promise<string> {
  const before = stored(SESSION)
  if (before) return before
  if (!link) throw new HubError(410, 'link_ended', 'The address holds no link.')
  const opened = await openLink(link)
  stored(SESSION, opened.token)
  return opened.token
}

/** Forget a session that has ended; the link itself may still be good. */
export function forgetSession(): void {
  stored(SESSION, null)
}
